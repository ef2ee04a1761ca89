package partnerkey_test

import (
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/acctest/contract"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/partnerkey"
)

func TestContract_tree(t *testing.T) {
	for _, line := range contract.CompareTree(contract.ForTest(t), "company", "PartnerPublicKeyInfo", partnerkey.Tree(), nil, contract.AnswerShape()) {
		t.Error(line)
	}
}
