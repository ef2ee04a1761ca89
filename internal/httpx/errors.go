package httpx

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/apierr"
)

// unsentError is a failure of this side: the request did not leave, and sending it again would fail the same way.
type unsentError struct{ err error }

func (e *unsentError) Error() string { return e.err.Error() }
func (e *unsentError) Unwrap() error { return e.err }

// unconnectedError is an attempt that ended before it had a connection: nothing of the request left.
type unconnectedError struct{ err error }

func (e *unconnectedError) Error() string { return e.err.Error() }
func (e *unconnectedError) Unwrap() error { return e.err }

// dialError is a connection that did not come about for a reason of which Go has no type, such as a proxy that refuses.
type dialError struct{ err error }

func (e *dialError) Error() string { return "no connection: " + e.err.Error() }
func (e *dialError) Unwrap() error { return e.err }

// handshakeError is a TLS handshake that failed for another reason than the network.
type handshakeError struct{ err error }

func (e *handshakeError) Error() string {
	return "no secure connection: " + strings.TrimPrefix(e.err.Error(), "tls: ")
}
func (e *handshakeError) Unwrap() error { return e.err }

// answerError is an answer that cannot be used, whatever its status says.
type answerError struct {
	status int
	reason reason
	err    error
}

type reason int

const (
	brokeOff reason = iota
	tooLarge
	redirect
)

func (e *answerError) Error() string { return e.err.Error() }
func (e *answerError) Unwrap() error { return e.err }

// timeoutError is an attempt that took longer than it may, while its caller could have waited on.
type timeoutError struct {
	missing string // what did not come
	after   time.Duration
}

func (e *timeoutError) Error() string { return fmt.Sprintf("no %s within %s", e.missing, e.after) }

// ended is the end of ctx in words: the bound of this side that it has, or that of the operation.
func ended(ctx context.Context, while string) error {
	var own *timeoutError
	if errors.As(context.Cause(ctx), &own) {
		return own
	}
	return apierr.Ended(ctx.Err(), while)
}

// inWords is err, unless it is the mere end of ctx: so the retry engine answers when that comes between two attempts.
func inWords(ctx context.Context, err error) error {
	if ctx.Err() == nil || !errors.Is(err, ctx.Err()) || apierr.IsEnded(err) {
		return err
	}
	return ended(ctx, "waiting for another attempt")
}

// lostError is a connection that ended too early. Its words are not those of err, which tell of streams and frames.
type lostError struct {
	err  error
	when string
}

func (e *lostError) Error() string {
	if closed(e.err) {
		return "the connection was closed " + e.when
	}
	return "the connection broke down " + e.when
}
func (e *lostError) Unwrap() error { return e.err }

// closed says that the other side closed the connection.
func closed(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET)
}

// behind is the error below the provider's own words for the end of a connection, nil where there is none.
func behind(err error) error {
	var lost *lostError
	if errors.As(err, &lost) {
		return lost.err
	}
	return nil
}

// IsBroken says that the connection ended before the answer was complete, or during the TLS handshake.
func IsBroken(err error) bool {
	var lost *lostError
	return errors.As(err, &lost) || unusable(err, brokeOff)
}

// IsDial says that no connection came about: wrong host or port, name not found, nobody listening, proxy out of reach.
func IsDial(err error) bool {
	var op *net.OpError
	var dns *net.DNSError
	var other *dialError
	return errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect") || errors.As(err, &dns) || errors.As(err, &other)
}

// IsTLS says that no secure connection came about: certificate not trusted, no TLS or only an old one on the other side.
func IsTLS(err error) bool {
	var handshake *handshakeError
	if errors.As(err, &handshake) {
		return true
	}
	return alert(err) || untrusted(err)
}

// alert says that one side ended the connection in the terms of TLS.
func alert(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && (op.Op == "remote error" || op.Op == "local error") // the names crypto/tls gives
}

// IsTimeout says that an attempt took longer than Options.Timeout, a token too long, or the operation longer than its
// deadline (then apierr.IsEnded too).
func IsTimeout(err error) bool {
	var t *timeoutError
	return errors.As(err, &t) || errors.Is(err, context.DeadlineExceeded)
}

// IsRedirect says that the server sent the request elsewhere. Redirects are never followed.
func IsRedirect(err error) bool { return unusable(err, redirect) }

func unusable(err error, r reason) bool {
	var a *answerError
	return errors.As(err, &a) && a.reason == r
}

// untrusted says that the handshake failed on this side, before anything of the request was sent. What looks like that on
// a connection that was in use is the end of it.
func untrusted(err error) bool {
	if behind(err) != nil {
		return false
	}
	var certificate *tls.CertificateVerificationError
	var noTLS tls.RecordHeaderError
	return errors.As(err, &certificate) || errors.As(err, &noTLS) || errors.Is(err, http.ErrSchemeMismatch)
}

// reachedNobody says that the request surely did not reach the server.
func reachedNobody(err error) bool {
	var unsent *unsentError
	var unconnected *unconnectedError
	return errors.As(err, &unsent) || errors.As(err, &unconnected) || IsDial(err) || untrusted(err)
}

// final says that sending the request again would change nothing.
func final(err error) bool {
	var unsent *unsentError
	return errors.As(err, &unsent) || IsTLS(err) || unusable(err, tooLarge) || unusable(err, redirect)
}

// mayHaveActed says that the server may have carried out a request that ended so. In doubt it may.
func mayHaveActed(resp *http.Response, err error) bool {
	var answer *answerError
	switch {
	case err == nil:
		return acted(resp.StatusCode)
	case reachedNobody(err): // before the answer, which may be that of a token endpoint
		return false
	case errors.As(err, &answer):
		return acted(answer.status)
	default:
		return true
	}
}

// acted is mayHaveActed for a status: 3xx and 4xx refuse the request.
func acted(status int) bool { return status < 300 || status >= 500 }

// writes says that a request of this method changes something.
func writes(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace:
		return false
	}
	return true
}
