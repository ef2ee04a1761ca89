package httpx

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
)

// ParseURL parses an absolute http or https URL that secrets will be sent to. Plain http is refused except to
// loopback, and so are user information and a fragment. The error begins with name, the setting that holds the URL.
func ParseURL(name, raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	if err != nil {
		// The cause alone: url.Error repeats the text, which may hold a password.
		var parse *url.Error
		if errors.As(err, &parse) {
			err = parse.Err
		}
		return nil, fmt.Errorf("%s: not a URL: %w", name, err)
	}
	u.Host = strings.ToLower(u.Host) // as Go compares it when it decides about proxies for loopback hosts
	switch {
	case u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "":
		return nil, fmt.Errorf("%s: an absolute URL is needed, such as https://api.example.com", name)
	case u.User != nil:
		return nil, fmt.Errorf("%s: a URL with a user name or password is refused: give credentials in their own settings", name)
	case u.Fragment != "":
		return nil, fmt.Errorf("%s: a URL with a fragment (#%s) is refused", name, u.Fragment)
	case u.Scheme == "http" && !loopback(u.Hostname()):
		return nil, fmt.Errorf("%s: %s would send credentials unencrypted: use https (plain http is for loopback only)", name, Origin(u))
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
