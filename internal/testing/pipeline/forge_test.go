package pipeline

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// forge is what GitHub and GitLab have in common: lists of comments and issues in pages, and an account that the token belongs to.
type forge struct {
	t   *testing.T
	api dialect

	mu       sync.Mutex
	comments []map[string]any
	issues   []map[string]any
	requests []string // all that write
	broken   string   // the method that fails
	nextID   int
}

// dialect is how one of them says it.
type dialect struct {
	header, token string
	me            any                 // the account of the token, null where the token may not ask
	author        string              // the property of an entry with its author
	account       func(id int) any    // an account with this id
	text          string              // the property with the text of an issue
	number        string              // the property by which an issue is addressed
	edit          string              // the method of an edit
	open, closed  map[string]any      // the state of an issue
	closing       map[string]any      // the edit that closes one
	comments      string              // the path of the list of comments
	comment       func(id int) string // that of one
	issues        string
	talk          string // the end of the path of an issue's comments
	variables     func(url string) []string
}

const (
	ourselves = 7
	stranger  = 8
)

var github = dialect{
	header: "Authorization", token: "Bearer token-of-a-job",
	author: "user", text: "body", number: "number", edit: http.MethodPatch,
	account: func(id int) any {
		return map[string]any{"id": id, "login": map[int]string{ourselves: "github-actions[bot]", stranger: "mallory"}[id]}
	},
	open: map[string]any{"state": "open"}, closed: map[string]any{"state": "closed"},
	closing:  map[string]any{"state": "closed", "state_reason": "completed"},
	comments: "/repos/acme/travel/issues/12/comments", issues: "/repos/acme/travel/issues", talk: "/comments",
	comment: func(id int) string { return fmt.Sprintf("/repos/acme/travel/issues/comments/%d", id) },
	variables: func(url string) []string {
		return []string{"GITHUB_API_URL=" + url, "GITHUB_REPOSITORY=acme/travel", "GITHUB_TOKEN=token-of-a-job", "PULL_REQUEST=12"}
	},
}

var gitlab = dialect{
	header: "Private-Token", token: "token-of-a-project", me: map[string]any{"id": ourselves, "username": "project_5_bot"},
	author: "author", text: "description", number: "iid", edit: http.MethodPut,
	account: func(id int) any { return map[string]any{"id": id} },
	open:    map[string]any{"state": "opened"}, closed: map[string]any{"state": "closed"},
	closing:  map[string]any{"state_event": "close"},
	comments: "/projects/5/merge_requests/12/notes", issues: "/projects/5/issues", talk: "/notes",
	comment: func(id int) string { return fmt.Sprintf("/projects/5/merge_requests/12/notes/%d", id) },
	variables: func(url string) []string {
		return []string{"CI_API_V4_URL=" + url, "CI_PROJECT_ID=5", "CI_MERGE_REQUEST_PROJECT_ID=5", "CI_MERGE_REQUEST_IID=12", "REVIEW_TOKEN=token-of-a-project"}
	},
}

// newForge starts a server, and returns the variables with which a script finds it.
func newForge(t *testing.T, d dialect) (*forge, []string) {
	t.Helper()
	f := &forge{t: t, api: d, nextID: 100}
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	return f, d.variables(server.URL)
}

// entry is a comment or an issue that is there already.
func (f *forge) entry(author int, text string, more map[string]any) map[string]any {
	f.nextID++
	out := map[string]any{"id": f.nextID, f.api.number: f.nextID, f.api.author: f.api.account(author), f.api.text: text, "body": text}
	for k, v := range more {
		out[k] = v
	}
	return out
}

// written takes the requests since the last call that wrote something.
func (f *forge) written() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := f.requests
	f.requests = nil
	return out
}

func (f *forge) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if got := r.Header.Get(f.api.header); got != f.api.token {
		f.answer(w, http.StatusUnauthorized, map[string]any{"message": "401 Unauthorized"})
		return
	}
	if r.Method == f.broken {
		f.requests = append(f.requests, r.Method+" "+r.URL.Path+" failed")
		f.answer(w, http.StatusBadGateway, map[string]any{"message": "try later"})
		return
	}
	var body map[string]any
	if r.Method != http.MethodGet {
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			f.answer(w, http.StatusBadRequest, map[string]any{"message": err.Error()})
			return
		}
		f.requests = append(f.requests, r.Method+" "+r.URL.Path)
	}
	f.route(w, r, body)
}

func (f *forge) route(w http.ResponseWriter, r *http.Request, body map[string]any) {
	path := r.URL.Path
	switch {
	case path == "/user" && f.api.me != nil:
		f.answer(w, http.StatusOK, f.api.me)
	case path == "/user":
		f.answer(w, http.StatusForbidden, map[string]any{"message": "Resource not accessible by integration"})
	case path == f.api.comments && r.Method == http.MethodGet:
		f.page(w, r, f.comments)
	case path == f.api.comments && r.Method == http.MethodPost:
		f.comments = append(f.comments, f.entry(ourselves, body["body"].(string), nil))
		f.answer(w, http.StatusCreated, f.comments[len(f.comments)-1])
	case path == f.api.issues && r.Method == http.MethodGet:
		f.page(w, r, slices.DeleteFunc(slices.Clone(f.issues), func(i map[string]any) bool { return i["state"] != f.api.open["state"] }))
	case path == f.api.issues && r.Method == http.MethodPost:
		f.issues = append(f.issues, f.entry(ourselves, body[f.api.text].(string), f.api.open))
		f.answer(w, http.StatusCreated, f.issues[len(f.issues)-1])
	case strings.HasSuffix(path, f.api.talk) && r.Method == http.MethodPost:
		f.answer(w, http.StatusCreated, map[string]any{})
	case r.Method == f.api.edit:
		f.edited(w, path, body)
	default:
		f.answer(w, http.StatusNotFound, map[string]any{"message": "404 Not Found: " + r.Method + " " + path})
	}
}

// edited changes a comment or an issue.
func (f *forge) edited(w http.ResponseWriter, path string, body map[string]any) {
	if fmt.Sprint(body) == fmt.Sprint(f.api.closing) {
		body = f.api.closed
	}
	for _, c := range f.comments {
		if path == f.api.comment(c["id"].(int)) {
			c["body"] = body["body"]
			f.answer(w, http.StatusOK, c)
			return
		}
	}
	for _, i := range f.issues {
		if path == f.api.issues+"/"+strconv.Itoa(i[f.api.number].(int)) {
			for k, v := range body {
				i[k] = v
			}
			f.answer(w, http.StatusOK, i)
			return
		}
	}
	f.answer(w, http.StatusNotFound, map[string]any{"message": "404 Not Found: " + path})
}

// page answers a part of a list. Some pages are shorter than asked for, as those of servers that hide entries afterwards are.
func (f *forge) page(w http.ResponseWriter, r *http.Request, list []map[string]any) {
	const size = 30
	page, err := strconv.Atoi(r.URL.Query().Get("page"))
	if err != nil || r.URL.Query().Get("per_page") != "100" {
		f.answer(w, http.StatusBadRequest, map[string]any{"message": "page"})
		return
	}
	first := min((page-1)*size, len(list))
	f.answer(w, http.StatusOK, list[first:min(first+size, len(list))])
}

func (f *forge) answer(w http.ResponseWriter, code int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		f.t.Error(err)
	}
}
