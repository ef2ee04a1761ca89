package sandbox

import "net/http"

// addAgentNote answers no id: the list has it.
func addAgentNote(c *call) (*answer, error) {
	r, err := c.trip()
	if err != nil {
		return nil, err
	}
	body, err := c.checked(noteCreationShape, nil)
	if err != nil {
		return nil, err
	}
	if pnr := textAt(body, "pnrId"); pnr != "" && !viewTrip(r).has(pnr) {
		return nil, notFound("PNR of the trip", pnr)
	}
	id := c.options.NewID()
	note := cloneObject(body)
	note["noteId"] = map[string]any{"id": id}
	note["senderInfo"] = map[string]any{
		"email": "api-user@sandbox.example",
		"name":  map[string]any{"given": "API", "family1": "User"},
	}
	note["createdAt"] = map[string]any{"iso8601": c.timestamp()}
	note["updatedAt"] = map[string]any{"iso8601": c.timestamp()}
	c.state.put(TripAgentNotes, &record{ID: id, Parent: r.ID, Object: note})
	c.hide(id)
	return &answer{status: http.StatusCreated}, nil
}

func listAgentNotes(c *call) (*answer, error) {
	r, err := c.trip()
	if err != nil {
		return nil, err
	}
	notes := []any{}
	for _, note := range c.state.objects[TripAgentNotes] {
		if note.Parent == r.ID && !c.hiding(note.ID) {
			notes = append(notes, note.Object)
		}
	}
	return &answer{status: http.StatusOK, body: map[string]any{"agentNotes": notes}, shape: noteList}, nil
}

func deleteAgentNote(c *call) (*answer, error) {
	r, err := c.trip()
	if err != nil {
		return nil, err
	}
	id := c.r.PathValue("noteId")
	note := c.state.find(TripAgentNotes, id)
	if note == nil || note.Parent != r.ID {
		return nil, notFound("agent note", id)
	}
	c.state.remove(TripAgentNotes, func(other *record) bool { return other.ID == id })
	return &answer{status: http.StatusNoContent}, nil
}
