package validate

import (
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field/codec"
)

// Schema checks a configuration against what the schema says of attributes: which are read-only, which are deprecated, and which
// are write-only, which only a Terraform that keeps secrets out of states can take (1.11).
func Schema(t *field.Tree, config map[string]any, keepsSecrets bool) Findings {
	s := &schema{keepsSecrets: keepsSecrets}
	s.object(t.Root, config, path.Empty())
	return s.Findings
}

type schema struct {
	Findings
	keepsSecrets bool
}

func (s *schema) object(n *field.Node, attrs map[string]any, p path.Path) {
	if len(attrs) == 0 {
		return
	}
	for _, a := range codec.Attributes(n) {
		v := attrs[a.Name]
		if v == nil {
			continue
		}
		at := p.AtName(a.Name)
		_, isUnknown := v.(codec.Unknown)
		switch {
		case a.Chosen():
			s.Errorf(at, "Read-only attribute "+a.Name, "%s is set by the API, not by a configuration: remove it.", a.Name)
			continue
		case a.Sensitive && !s.keepsSecrets:
			s.Errorf(at, "Write-only argument "+a.Name+" needs a newer Terraform", "%s is a secret, which Terraform keeps out of plans and states from version 1.11 on. Use that or a newer one.", a.Name)
		case a.Deprecated != "" && !isUnknown:
			s.Warnf(at, "Deprecated attribute "+a.Name, "%s", a.Deprecated)
		}
		s.value(a, v, at)
	}
}

func (s *schema) value(n *field.Node, v any, p path.Path) {
	switch v := v.(type) {
	case map[string]any:
		s.object(n, v, p)
	case []any:
		for i, e := range v {
			s.value(n.Elem, e, p.AtListIndex(i))
		}
	}
}
