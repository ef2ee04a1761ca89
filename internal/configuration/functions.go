package configuration

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// call is what a function gives back, of those that pass objects on. All others end the following.
func (r *run) call(e *hclsyntax.FunctionCallExpr, in *scope) []possible {
	name := strings.TrimPrefix(e.Name, "core::")
	if name == "try" {
		return r.firstOf(e.Args, in, isUnknown)
	}
	args := r.arguments(e, in)
	if len(args) == 0 {
		return notFollowed
	}
	switch name {
	case "coalesce", "coalescelist":
		return firstNotNull(args)
	case "merge":
		return merged(args)
	case "concat":
		return joined(args)
	case "setunion":
		return moved(joined(args))
	case "flatten":
		return flat(args[0])
	case "tolist", "tomap", "tostring", "tonumber", "tobool", "sensitive", "nonsensitive", "ephemeralasnull":
		return args[0]
	case "toset":
		return moved(args[0])
	case "distinct", "reverse", "slice", "sort", "compact", "setsubtract", "setintersection", "matchkeys":
		return somehow(args[0])
	case "values":
		return contents(args[0])
	case "one":
		return slices.Concat(each(args[0], inside)...)
	case "element":
		return index(args[0], lastOf(args, 1))
	case "lookup":
		if len(args) < 3 {
			return index(args[0], lastOf(args, 1))
		}
		return append(index(args[0], args[1]), args[2]...)
	case "zipmap":
		return zipped(args)
	default:
		return notFollowed
	}
}

// arguments are those of a call. The elements of a list that is expanded (merge(list...)) are one each.
func (r *run) arguments(e *hclsyntax.FunctionCallExpr, in *scope) [][]possible {
	args := r.followAll(e.Args, in)
	if !e.ExpandFinal || len(args) == 0 {
		return args
	}
	last := args[len(args)-1]
	args = args[:len(args)-1]
	elems, _ := elements(last)
	for _, elem := range elems {
		args = append(args, elem.value())
	}
	return args
}

// firstOf is the first argument that is no error, and all those that it may be as long as that is not known.
func (r *run) firstOf(args []hclsyntax.Expression, in *scope, undecided func(possible) bool) []possible {
	var out []possible
	for _, arg := range args {
		ps := r.follow(arg, in)
		out = append(out, ps...)
		if len(ps) > 0 && !slices.ContainsFunc(ps, undecided) {
			break
		}
	}
	return out
}

func firstNotNull(args [][]possible) []possible {
	var out []possible
	for _, ps := range args {
		out = append(out, ps...)
		if len(ps) > 0 && !slices.ContainsFunc(ps, func(p possible) bool {
			return isUnknown(p) || isNull(p) || p.kind == sequence && len(p.elems) == 0
		}) {
			break
		}
	}
	return slices.DeleteFunc(out, isNull)
}

func each(ps []possible, f func(possible) []possible) [][]possible {
	out := make([][]possible, len(ps))
	for i, p := range ps {
		out[i] = f(p)
	}
	return out
}

// lastOf are the arguments at i, and what cannot be followed where there are none.
func lastOf(args [][]possible, i int) []possible {
	if i >= len(args) {
		return notFollowed
	}
	return args[i]
}

// somehow is a list in another order, or with less in it.
func somehow(ps []possible) []possible {
	out := moved(ps)
	for i := range out {
		out[i].open = true
	}
	return out
}

// moved is a list in another order.
func moved(ps []possible) []possible {
	out := slices.Clone(ps)
	for i := range out {
		out[i].moved = true
	}
	return out
}

// contents are the values of an object, as a list.
func contents(ps []possible) []possible {
	elems, out := elements(ps)
	for _, e := range elems {
		out.elems = append(out.elems, e.value)
	}
	return []possible{out}
}

// zipped is what the function zipmap makes of names and values, where both are known.
func zipped(args [][]possible) []possible {
	if len(args) != 2 {
		return notFollowed
	}
	names, sure := only(args[0])
	values, alsoSure := only(args[1])
	if !sure || !alsoSure || names.open || values.open || names.moved || values.moved || len(names.elems) != len(values.elems) {
		return notFollowed
	}
	out := possible{kind: object}
	for i, e := range names.elems {
		name, sure := only(e())
		if !sure || name.kind != scalar {
			return notFollowed
		}
		out.items = append(out.items, item{name: name.text, at: name.at, value: values.elems[i]})
	}
	return []possible{out}
}
