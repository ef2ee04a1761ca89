package httpx

import (
	"net/http"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
)

// ConnectionHint says what to do about an error when something other than the API answered, or nobody; else it is
// empty. setting names what holds the address, such as "base_url (SPOTNANA_BASE_URL)".
func ConnectionHint(e *apierr.Error, setting string) string {
	switch {
	case IsTLS(e.Err):
		return "No trusted connection came about. If a proxy of your company signs its own certificates, point SSL_CERT_FILE " +
			"to its CA certificate; otherwise check that " + setting + " names the right host, which must speak TLS 1.2 or newer. " +
			"Verification cannot be switched off."
	case IsDial(e.Err):
		return "Nobody answers at " + e.Origin + ". Check " + setting + ", the network, and HTTPS_PROXY and NO_PROXY."
	case IsRedirect(e.Err):
		return "Set " + setting + " to the address that the API itself has. A redirect to a login page comes from a proxy."
	case apierr.IsEnded(e.Err) && IsTimeout(e.Err):
		return "Try again; if it needs longer, raise the timeouts of the resource. The time of a data source is fixed."
	case apierr.IsEnded(e.Err):
		return "Terraform was told to stop. Run it again to go on."
	case IsTimeout(e.Err):
		return "Try again; if the server at " + e.Origin + " is known to be slow, raise request_timeout."
	case IsBroken(e.Err):
		return "Try again; if it happens again, check the network and proxies on the way to " + e.Origin + "."
	case e.Status >= http.StatusInternalServerError && e.TraceID != "":
		return "The API failed, and the request may be right. Try again later; if it stays like this, give the trace id to the support of the API."
	case e.Status >= http.StatusInternalServerError:
		return "The API, or something on the way to it, failed, and the request may be right. Try again later; if it stays like this, " +
			"check proxies on the way, or ask the support of the API."
	case e.Status != 0 && !e.Enveloped:
		return "Something other than the API seems to have answered. Check " + setting + ", and proxies on the way; then try again."
	}
	return ""
}
