package agentnote_test

import (
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/agentnote"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/contract"
)

func TestTree_structure(t *testing.T) {
	for _, tree := range []*field.Tree{agentnote.Tree(), agentnote.ListTree()} {
		for _, problem := range field.Check(tree) {
			t.Error(problem)
		}
	}
}

func TestContract_tree(t *testing.T) {
	docs := contract.ForTest(t)
	for _, line := range contract.CompareTree(docs, "trip", "AgentNote", agentnote.Tree(), nil, contract.AnswerShape()) {
		t.Errorf("AgentNote: %s", line)
	}
	for _, line := range contract.CompareTree(docs, "trip", "ListAgentNotesResponse", agentnote.ListTree(), nil, contract.AnswerShape()) {
		t.Errorf("ListAgentNotesResponse: %s", line)
	}
	for _, line := range contract.CompareTree(docs, "trip", "CreateAgentNoteRequest", agentnote.Tree(), nil, contract.RequestShape()) {
		t.Errorf("CreateAgentNoteRequest: %s", line)
	}
}
