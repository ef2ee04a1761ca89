package sandbox

import (
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// collection declares one sort of objects. Its endpoints follow from it, its lists (listing.go), what a delete takes along
// and what stops it (integrity.go), and the routes that the tests try. A plain collection is one declaration in a file of
// its own and an entry in collections: departments.go is one.
//
// What is odd about a collection overrides one step, or an operation as a whole.
type collection struct {
	kind  Kind
	title string // what errors call an object
	// parent is the kind that objects belong to: the path names one before them, and it takes them along when it is deleted.
	parent Kind
	// path is that of the collection, and param the parameter that an object's own path has behind it.
	path, param string
	looseID     bool // the parameter need not be a UUID
	// byProperty is the property by which a path names an object, where it is not the id.
	byProperty string
	// ended objects are kept, and no path leads to them any more.
	ended func(*record) bool

	// shape is what a read answers. Requests have that of their own, as far as it is given: a create by default has the
	// shape without what the server decides, a replacement the shape with an id that is required.
	shape, creation, replacement *shape
	// id is where an object has its id ("id", "noteId.id"), newID makes one where it is not a UUID.
	id    string
	newID func(*call) string

	unique     []uniqueKey
	references []foreignKey

	create, read, replace, remove operation
	lists                         []listing
	more                          []route // what is beside these operations

	// receive makes an object of the request that creates it, in place of taking the body as it is.
	receive func(c *call, parent string) (map[string]any, error)
	// check is what else must hold for an object that is to be stored; old is nil for a new one, whose id is empty.
	check func(c *call, r, old *record) error
	// decide gives what the server decides; old is nil for a new object.
	decide func(s *Server, r *record, old map[string]any) map[string]any
	// added comes after an object was added, also behind the API's back.
	added func(s *Server, st *state, r *record)
	// created is what a create answers, by default the id.
	created func(c *call, r *record) any
	// removable says why an object cannot be deleted, and retire is what a delete does, in place of removing the object.
	removable func(c *call, r *record) error
	retire    func(c *call, r *record)
}

// operation is an endpoint of a collection; the zero value is one that the API lacks.
type operation struct {
	status int // of the answer when all went well
	query  []parameter
	do     endpoint // in place of the usual steps
}

// collections are all that there are, parents before what belongs to them.
var collections = []*collection{
	companies, policies, partnerPublicKeys, departments, costCenters, grades, legalEntities, offices, customFields, people, apiUsers, approvals,
	colorConfigs.collection(), companyFeatures.collection(), enrollmentConfigs.collection(), managersConfigs.collection(), preferenceTiers.collection(), serviceChargePlans.collection(),
	stealthConfigs.collection(), tierConfigs.collection(), travelContentConfigs.collection(), whiteLabelConfigs.collection(),
	trips, tripAgentNotes, tripPartnerInfos, serviceCharges,
	uniteCompanies,
}

// Kinds are all sorts of objects, parents before what belongs to them.
func Kinds() []Kind {
	out := make([]Kind, len(collections))
	for i, col := range collections {
		out[i] = col.kind
	}
	return out
}

// Route is an endpoint of Spotnana's API for objects of a kind. Path is a [Fault]'s: it has * for each parameter.
type Route struct {
	Kind         Kind
	Method, Path string
}

// Routes are the endpoints of all kinds.
func (s *Server) Routes() []Route {
	var out []Route
	for _, col := range s.collections {
		for _, r := range col.routes() {
			out = append(out, Route{col.kind, r.method, pathParameter.ReplaceAllString(r.path, "*")})
		}
	}
	return out
}

var pathParameter = regexp.MustCompile(`\{\w+\}`)

// serve adds a collection, with its endpoints, to the server.
func (s *Server) serve(col *collection) {
	s.collections = append(s.collections, col)
	for _, r := range col.routes() {
		s.route(r.method+" "+r.path, r.do, r.query...)
	}
}

// collection is that of a kind, or nil.
func (s *Server) collection(k Kind) *collection {
	for _, col := range s.collections {
		if col.kind == k {
			return col
		}
	}
	return nil
}

// route is one endpoint. The parameters of its path are called as the documents call them.
type route struct {
	method, path string
	do           endpoint
	query        []parameter
}

// routes are all endpoints of the collection.
func (col *collection) routes() []route {
	var out []route
	item := col.path + "/{" + col.param + "}"
	for _, usual := range []struct {
		route
		operation
	}{
		{route{method: http.MethodPost, path: col.path, do: col.doCreate}, col.create},
		{route{method: http.MethodGet, path: item, do: col.doRead}, col.read},
		{route{method: http.MethodPut, path: item, do: col.doReplace}, col.replace},
		{route{method: http.MethodDelete, path: item, do: col.doRemove}, col.remove},
	} {
		r := usual.route
		r.query = usual.operation.query
		if usual.operation.do != nil {
			r.do = usual.operation.do
		}
		if usual.status != 0 {
			out = append(out, r)
		}
	}
	for _, l := range col.lists {
		out = append(out, l.route(col))
	}
	return append(out, col.more...)
}

// named is the object of a kind that the path names, below the parents that it names.
func (c *call) named(k Kind) (*record, error) {
	col := c.collection(k)
	parent, err := c.parentOf(col)
	if err != nil {
		return nil, err
	}
	name := c.r.PathValue(col.param)
	if !col.looseID {
		if name, err = c.pathUUID(col.param); err != nil {
			return nil, err
		}
	}
	for _, r := range c.state.objects[k] {
		if (col.parent == "" || r.Parent == parent) && col.nameOf(r) == name && (col.ended == nil || !col.ended(r)) {
			return r, nil
		}
	}
	return nil, notFound(col.title, name)
}

// parentOf is the id of the object that the path names as the parent, empty for a collection without one.
func (c *call) parentOf(col *collection) (string, error) {
	if col.parent == "" {
		return "", nil
	}
	r, err := c.named(col.parent)
	if err != nil {
		return "", err
	}
	return r.ID, nil
}

// nameOf is how a path names the object.
func (col *collection) nameOf(r *record) string {
	if col.byProperty != "" {
		return textAt(r.Object, col.byProperty)
	}
	return r.ID
}

func (col *collection) doCreate(c *call) (*answer, error) {
	parent, err := c.parentOf(col)
	if err != nil {
		return nil, err
	}
	receive := col.receive
	if receive == nil {
		receive = func(c *call, _ string) (map[string]any, error) { return c.checked(col.creationShape(), nil) }
	}
	body, err := receive(c, parent)
	if err != nil {
		return nil, err
	}
	r := &record{Parent: parent, Object: cloneObject(body)}
	if err := c.consistent(col, r, nil); err != nil {
		return nil, err
	}
	newID := col.newID
	if newID == nil {
		newID = func(c *call) string { return c.options.NewID() }
	}
	r.ID = newID(c)
	c.keep(c.state, col, r, nil)
	c.hide(r.ID)
	if col.created != nil {
		return &answer{status: col.create.status, body: col.created(c, r)}, nil
	}
	return &answer{status: col.create.status, body: map[string]any{"id": r.ID}}, nil
}

func (col *collection) doRead(c *call) (*answer, error) {
	r, err := c.named(col.kind)
	if err != nil {
		return nil, err
	}
	if c.hiding(r.ID) {
		return nil, notFound(col.title, r.ID)
	}
	return &answer{status: col.read.status, body: r.Object, shape: col.shape}, nil
}

func (col *collection) doReplace(c *call) (*answer, error) {
	old, err := c.named(col.kind)
	if err != nil {
		return nil, err
	}
	form := col.replacementShape()
	body, err := c.checked(form, old.Object)
	if err != nil {
		return nil, err
	}
	if err := col.checkID(form, body, old.ID); err != nil {
		return nil, err
	}
	r := &record{ID: old.ID, Parent: old.Parent, Object: cloneObject(body)}
	if err := c.consistent(col, r, old); err != nil {
		return nil, err
	}
	c.keep(c.state, col, r, old.Object)
	return &answer{status: col.replace.status}, nil
}

// checkID refuses a replacement with another id than the path's. A form need not have one, or may leave it out.
func (col *collection) checkID(form *shape, body map[string]any, id string) error {
	path := strings.Split(col.id, ".")
	i := slices.IndexFunc(form.props, func(p property) bool { return p.name == path[0] })
	if i < 0 || !form.props[i].required && body[path[0]] == nil {
		return nil
	}
	if given := textAt(body, path...); !strings.EqualFold(given, id) {
		return badRequest("ID_MISMATCH", col.id, "The id %q in the body is not the %s's.", given, col.title)
	}
	return nil
}

func (col *collection) doRemove(c *call) (*answer, error) {
	r, err := c.named(col.kind)
	if err != nil {
		return nil, err
	}
	if col.removable != nil {
		if err := col.removable(c, r); err != nil {
			return nil, err
		}
	}
	if col.retire != nil {
		col.retire(c, r)
		return &answer{status: col.remove.status}, nil
	}
	if err := c.removeWhole(col, r); err != nil {
		return nil, err
	}
	return &answer{status: col.remove.status}, nil
}

// keep adds what the server decides to the object, and stores it. Old is nil for a new object.
func (s *Server) keep(st *state, col *collection, r *record, old map[string]any) {
	decided := cloneObject(old)
	if decided == nil {
		decided = map[string]any{}
	}
	if col.decide != nil {
		maps.Copy(decided, col.decide(s, r, old))
	}
	col.shape.retain(r.Object, decided, !s.Modes().AnswerSecrets)
	path := strings.Split(col.id, ".")
	if old == nil {
		delete(r.Object, path[0]) // whatever the request had there
	}
	setText(r.Object, r.ID, path...) // in the server's spelling
	st.put(col.kind, r)
	if old == nil && col.added != nil {
		col.added(s, st, r)
	}
}

// setText puts a text into nested objects, which are put there where they are missing.
func setText(o map[string]any, text string, names ...string) {
	for _, name := range names[:len(names)-1] {
		o = objectAt(o, name)
	}
	o[names[len(names)-1]] = text
}

func (col *collection) creationShape() *shape {
	if col.creation != nil {
		return col.creation
	}
	return col.shape.requested()
}

func (col *collection) replacementShape() *shape {
	if col.replacement != nil {
		return col.replacement
	}
	return col.shape.requiring(strings.Split(col.id, ".")[0])
}
