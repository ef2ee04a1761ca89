package httpx

import (
	"errors"
	"net/http"
	"strings"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
)

// title is the cause of an error in a few words; name is who was asked. It is empty where nothing was sent for a reason that
// only the caller knows.
func title(e *apierr.Error, name string) string {
	var held *heldError
	switch {
	case IsTLS(e.Err):
		return "No trusted connection to " + name
	case IsDial(e.Err):
		return "No connection to " + name
	case IsRedirect(e.Err):
		return capital(name) + " redirects to another address"
	case errors.As(e.Err, &held) && IsTimeout(e.Err):
		return capital(name) + " limits the rate of requests"
	case apierr.IsEnded(e.Err) && IsTimeout(e.Err):
		return "Out of time"
	case apierr.IsEnded(e.Err) && !IsTimeout(e.Err), errors.Is(e.Err, errStopped):
		return "Stopped"
	case IsTimeout(e.Err):
		return "No answer from " + name + " in time"
	case IsBroken(e.Err):
		return "The connection to " + name + " broke"
	case errors.Is(e.Err, errUnusableToken):
		return "Unusable access token for " + name
	}
	return answered(e, name)
}

// answered is title of an error that an answer is.
func answered(e *apierr.Error, name string) string {
	switch s := e.Status; {
	case s == 0:
		return ""
	case s == http.StatusUnauthorized:
		return capital(name) + " refused the credentials"
	case s == http.StatusForbidden && e.Enveloped:
		return capital(name) + " does not permit this"
	case s == http.StatusNotFound && e.Enveloped:
		return "Not found at " + name
	case s == http.StatusTooManyRequests:
		return capital(name) + " limits the rate of requests"
	case unavailable(s):
		return capital(name) + " is unavailable"
	case s >= http.StatusInternalServerError:
		return capital(name) + " failed"
	case e.Enveloped:
		return capital(name) + " refused the request"
	case s/100 == 2 && !errors.Is(e.Err, errForeign):
		return "Unreadable answer from " + name
	}
	return "Something other than " + name + " answered"
}

func capital(name string) string { return strings.ToUpper(name[:1]) + name[1:] }

// common says that the cause of an error has nothing to do with what was asked for, so that every other request will most
// likely fail in the same way.
func common(e *apierr.Error) bool {
	return e.Status == http.StatusUnauthorized || IsTLS(e.Err) || IsDial(e.Err) || IsRedirect(e.Err) || errors.Is(e.Err, errUnusableToken)
}
