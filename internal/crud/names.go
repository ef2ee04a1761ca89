package crud

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
)

// Name is an attribute that holds the id of an object which requests name in their path.
type Name struct {
	// Attr is the attribute: "company_id".
	Attr string
	// Title names one such object in messages: "company".
	Title string
}

// absent is the failure of an operation because the API knows no object of an id that the configuration gives, at the
// attribute that gives it; nil when err is about something else. names go from the outermost object to the innermost: a 404
// is about the last that the request names. A 403 may be that, too: operations without a documented 404 have nothing else.
func absent(names []Name, attrs map[string]any, operation string, err error) diag.Diagnostics {
	e := apierr.As(err)
	if e == nil || !e.Enveloped {
		return nil
	}
	for _, n := range slices.Backward(names) {
		id, _ := attrs[n.Attr].(string)
		if id == "" || !n.concerns(e, id) {
			continue
		}
		out := *e
		about := fmt.Sprintf("There is no %s with the id %q, or these credentials may not see it.", n.Title, id)
		switch e.Status {
		case http.StatusNotFound:
			out.Title = "No such " + n.Title
		case http.StatusForbidden: // which says less
			about = e.Hint + "\n\nOr t" + about[1:]
		default:
			out.Title = "Not the id of " + article(n.Title)
		}
		out.Hint = fmt.Sprintf("%s Check %s, and that base_url and the credentials are of the environment that the %s is in.", about, n.Attr, n.Title)
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root(n.Attr), titled(operation, &out), out.Detail())}
	}
	return nil
}

// concerns says that an error may be about the object with the id: a 404 or 403 to a request that names it, or a refusal that
// names the parameter which holds it.
func (n Name) concerns(e *apierr.Error, id string) bool {
	switch e.Status {
	case http.StatusNotFound, http.StatusForbidden:
		return slices.Contains(strings.Split(e.Path, "/"), url.PathEscape(id))
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return slices.ContainsFunc(e.Messages, func(m apierr.Message) bool {
			return slices.ContainsFunc(m.Parameters, func(p apierr.Parameter) bool { return n.is(p.Name) || n.is(p.Value) })
		})
	}
	return false
}

// is says that a parameter of the API is the attribute: companyId is company_id.
func (n Name) is(parameter string) bool {
	return strings.EqualFold(strings.ReplaceAll(n.Attr, "_", ""), parameter)
}

// failure is the failure of an operation on an object with these attributes, by a request with this body, if any.
func (o *resourceType) failure(attrs, body map[string]any, operation string, err error) diag.Diagnostics {
	if e := apierr.As(err); e != nil && e.Enveloped && e.Status == http.StatusForbidden && o.spec.Roles != "" {
		err = apierr.Explained(err, o.spec.Roles)
	}
	if diags := absent(o.spec.Names, attrs, operation, err); diags != nil {
		return diags
	}
	return failureWith(o.tree, body, operation, err)
}

// orphan is absent for an object that cannot be imported: its own address does not tell which of the ids in it the API does
// not know, and the list that it should stand in does.
func (o *resourceType) orphan(ctx context.Context, attrs map[string]any) diag.Diagnostics {
	if len(o.spec.Names) == 0 {
		return nil
	}
	_, err := o.api.Siblings(ctx, attrs, true)
	if !apierr.NotFound(err) {
		return nil
	}
	return absent(o.spec.Names, attrs, "Cannot import "+o.title(attrs), err)
}
