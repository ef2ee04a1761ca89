package httpx

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
)

// URLError is a URL that a setting must not have.
type URLError struct {
	// Setting is what holds the URL, such as "base_url".
	Setting string
	// Problem follows the setting in a title: "has a query".
	Problem string
	// Advice says what to set instead.
	Advice string
}

func (e *URLError) Error() string { return e.Setting + " " + e.Problem + ": " + e.Advice }

// ParseURL parses an absolute http or https URL that secrets will be sent to. Plain http is refused except to
// loopback, and so are user information and a fragment. The error is an *URLError for setting, and shows no password.
func ParseURL(setting, raw string) (*url.URL, error) {
	return parse(setting, raw, func(path string) string { return path })
}

// ParseBase is ParseURL for the URL below which an API has its paths. It has no query, and trim cuts off its path what does
// not belong there; why follows that in the error.
func ParseBase(setting, raw string, trim func(path string) string, why string) (*url.URL, error) {
	bare := func(path string) string { return strings.TrimRight(trim(path), "/") }
	u, err := parse(setting, raw, bare)
	switch {
	case err != nil:
		return nil, err
	case u.RawQuery != "" || u.ForceQuery:
		return nil, &URLError{setting, "has a query", "Set it to " + root(u, bare) + "."}
	}
	if path := strings.TrimRight(u.EscapedPath(), "/"); bare(path) != path {
		rest := strings.TrimPrefix(path, bare(path))
		return nil, &URLError{setting, "ends in " + rest, why + " Set it to " + root(u, bare) + "."}
	}
	return u, nil
}

// root is what a setting should be in place of u: without what a URL may not have there.
func root(u *url.URL, trim func(path string) string) string { return Origin(u) + trim(u.EscapedPath()) }

func parse(setting, raw string, trim func(path string) string) (*url.URL, error) {
	u, err := url.Parse(raw)
	if err != nil {
		// The cause alone: url.Error repeats the text, which may hold a password.
		var parse *url.Error
		if errors.As(err, &parse) {
			err = parse.Err
		}
		return nil, &URLError{setting, "is not a URL", fmt.Sprintf("%s. Set it to an absolute URL, such as https://api.example.com.", capital(err.Error()))}
	}
	u.Host = strings.ToLower(u.Host) // as Go compares it when it decides about proxies for loopback hosts
	switch {
	case u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "":
		return nil, &URLError{setting, "is not an absolute URL", "Set it to one that begins with https:// and a host, such as https://api.example.com."}
	case u.User != nil:
		return nil, &URLError{setting, "has a user name or password", "Give credentials in their own settings, and set it to " + root(u, trim) + "."}
	case u.Fragment != "":
		return nil, &URLError{setting, fmt.Sprintf("has a fragment (#%s)", u.Fragment), "Set it to " + root(u, trim) + "."}
	case u.Scheme == "http" && !loopback(u.Hostname()):
		return nil, &URLError{setting, "would send credentials unencrypted", fmt.Sprintf("Set it to an https URL, and not to %s: plain http is for loopback only.", root(u, trim))}
	}
	return u, nil
}

// Origin is scheme://host[:port] of u (RFC 6454), in lower case and without the scheme's own port.
func Origin(u *url.URL) string {
	scheme, host, port := strings.ToLower(u.Scheme), strings.ToLower(u.Hostname()), u.Port()
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port != "" && !(scheme == "https" && port == "443") && !(scheme == "http" && port == "80") {
		host += ":" + port
	}
	return scheme + "://" + host
}

// loopback says that host is this very machine: its traffic crosses no network.
func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
