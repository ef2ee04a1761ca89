// Package field declares the properties of an API object once, as a tree of nodes. Schemas (package tfschema) and the
// conversion between Terraform values and JSON (package codec) are derived from the tree; it holds no behaviour of its own.
package field

// Kind is what a node is in Terraform and in JSON.
type Kind int

const (
	// String is a string on both sides. With Wrap it is a JSON object of one string, a reference.
	String Kind = iota
	// Bool is a boolean.
	Bool
	// Int is a whole number of up to 64 bits.
	Int
	// Number is a number with a fraction, which the API keeps as a double, or as a float with Bits 32: it is sent and compared
	// as the nearest one. In state it has all the digits that it was given. JSON promises no more where a document names no
	// format (RFC 8259, 6).
	Number
	// Object is an object with Attrs on both sides.
	Object
	// List is an array of Elem: scalars, references or objects. The order has no meaning unless Ordered is set.
	List
	// Inline is a JSON object whose Attrs stand one level higher in Terraform: a wrapper that exists only on the wire.
	Inline
	// Link is the flag isLinked: Terraform true or null. It is always one branch of a choice.
	Link
	// Keyed is a JSON array of objects that differ in the property named by Key[0], and in Terraform one object with an
	// attribute for each value of that property. Each of Attrs is an Object whose JSON is that value.
	Keyed
	// JSON is any JSON value, in Terraform its text; texts are compared by meaning.
	JSON
	// Map is a JSON object of strings under names that no document fixes, in Terraform a map of strings. It is one value: what changes
	// in it is an update of the whole. Its Enum has the names that the documents know.
	Map
	// Local is a Terraform string or integer without counterpart in the API (the version of a write-only argument).
	Local
)

// Mode says who sets a node.
type Mode int

const (
	// Optional is set by the configuration or left out.
	Optional Mode = iota
	// Required must be set where its parent is.
	Required
	// Computed is chosen by the server and fixed at creation (an id, a thumbprint).
	Computed
	// Status is chosen by the server and may change later.
	Status
	// DataOnly is read-only, served by the data source and absent from the resource. An update sends it as it is, and a change
	// is told.
	DataOnly
	// CreateOnly is Optional, and cannot be changed after creation: a changed configuration replaces the object.
	CreateOnly
	// RequiredCreateOnly is Required and cannot be changed after creation.
	RequiredCreateOnly
	// Bookkeeping is kept by the server about the object (a version, the time of the last change), served by the data source and
	// absent from the resource. No update sends it, and a change means nothing.
	Bookkeeping
)

// Format is a check on a string beyond its type. Formats that the server normalises compare without case.
type Format int

const (
	// Any string is fine.
	Any Format = iota
	// Currency is an ISO 4217 code, compared without case.
	Currency
	// Country is an ISO 3166-1 alpha-2 code, compared without case.
	Country
	// AnyCountry is an ISO 3166-1 alpha-2 or alpha-3 code, compared without case.
	AnyCountry
	// UUID is an RFC 9562 UUID in its usual form of 36 characters, compared without case; another shape is only a warning.
	UUID
	// Email is a mail address (RFC 5322 addr-spec), documented as such.
	Email
	// Mailbox is meant to be a mail address, but documented as any string; another shape is only a warning.
	Mailbox
	// Date is an RFC 3339 full-date.
	Date
	// TimeLocal is hh:mm or hh:mm:ss.
	TimeLocal
	// DateTime is an RFC 3339 date-time.
	DateTime
	// Airline is a two-character IATA airline code; another shape is only a warning.
	Airline
	// Language is a BCP 47 tag; another shape is only a warning.
	Language
	// Markup is text that the API may take for HTML, so that nothing but tags says nothing.
	Markup
)

// CaseInsensitive says that the server normalises the spelling of such strings.
func (f Format) CaseInsensitive() bool {
	return f == Currency || f == Country || f == AnyCountry || f == UUID
}

// Node is one property. Nodes are built once and never changed: calls read them in parallel.
type Node struct {
	// Name is the attribute in Terraform, empty for Inline nodes and list elements.
	Name string
	// JSON is the property in the API's documents; below Keyed the value of the key property.
	JSON string
	Kind Kind
	Mode Mode
	// Attrs are the children of Object, Inline and Keyed.
	Attrs []*Node
	// Elem is the element of a List.
	Elem *Node
	// Wrap names the property of a reference wrapper: "id" for {"id": x}, "iso8601" for {"iso8601": x}.
	Wrap string
	// Choice marks the branches of a union: at most one of the marked children of a node is set.
	Choice bool
	// Enum lists the values that the vendor documents.
	Enum *Enum
	// Format is a check on strings.
	Format Format
	// Bits is the size of an Int, 0 for the usual 32, or of a Number, 0 for the usual 64.
	Bits int
	// Min is the documented minimum of a number, an int64.
	Min any
	// Default is the documented default (bool, string, int64, or []string for a list of strings), which the server may fill in by itself.
	Default any
	// Key names the properties (by JSON name) that identify an element of this list of objects, or the key of Keyed.
	Key []string
	// Ordered marks the few arrays whose order the API gives a meaning.
	Ordered bool
	// Unique marks the lists whose elements the API wants to differ.
	Unique bool
	// Derived names properties of an object (by JSON name) that the server makes of the others, such as the length of a
	// list: no attribute has them, a change in them means nothing, and an update of the others does not send them.
	Derived []string
	// Unanswered properties are taken by the API and never answered: Read keeps what was configured.
	Unanswered bool
	// Filled strings say something wherever they are set, as if they were required: an empty one is refused.
	Filled bool
	// Sensitive leaves hold a secret. In a resource they are write-only arguments, see Secret.
	Sensitive bool
	// Once marks a secret that the API chooses and tells only in the answer to the create, see Once.
	Once bool
	// Deprecated says what to use instead, empty when the property is current.
	Deprecated string
	// Doc is the description: our own words, with units.
	Doc string
}

// Enum is a named list of documented values. The vendor adds values, so an unknown one is a warning, unless the list is
// closed.
type Enum struct {
	Name   string
	Values []string
	// Closed lists are the provider's own: no API has to understand the values.
	Closed bool
}

// IsLocal says that the attribute has no property of its own in the API's documents: a parent's id, a version of a
// write-only argument, a protection.
func (n *Node) IsLocal() bool { return n.JSON == "" && n.Name != "" }

// Property is the attribute that has a property of the object, by its JSON name; nil where none has.
func (n *Node) Property(json string) *Node {
	for _, a := range n.Attrs {
		if a.JSON == json && !a.IsLocal() {
			return a
		}
	}
	return nil
}

// Chosen says that the server chooses the value.
func (n *Node) Chosen() bool { return n.Mode == Computed || n.Mode == Status }

// Untold says that only a create takes the value, and that no read answers it.
func (n *Node) Untold() bool {
	return n.Unanswered && (n.Mode == CreateOnly || n.Mode == RequiredCreateOnly)
}
