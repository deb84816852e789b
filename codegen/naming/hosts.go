// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming

import (
	"net"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"
)

var (
	// reservedDomain matches the domains that are reserved for examples and for local use
	// (RFC 2606, RFC 6761).
	reservedDomain = regexp.MustCompile(`(^|\.)(example\.(com|net|org)|example|test|invalid|localhost|local|internal)$`)
	// genericLabel matches labels of host names that do not identify an API.
	genericLabel = regexp.MustCompile(`^(api|apis|api[0-9-]|app|apps|backend|beta|cloud|default|demo|dev|developer|developers|` +
		`development|eu|gateway|host|hostname|int|live|local|prod|production|public|qa|rest|sandbox|secure|server|service|services|` +
		`stage|staging|test|us|v[0-9]+|web|ws|www[0-9]*|your.*|my)$|^api-|-api$`)
)

// isReserved reports whether a host has a reserved domain, which does not identify the owner
// of the API.
func isReserved(host string) bool { return reservedDomain.MatchString(strings.ToLower(host)) }

// hostLabels returns the labels of a host name that identify the API, the registered label
// first: twilio and pricing for pricing.twilio.com. It omits the public suffix and generic
// labels. It returns nil for IP addresses and for hosts with variables.
func hostLabels(host string) []string {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if host == "" || net.ParseIP(strings.Trim(host, "[]")) != nil || strings.ContainsAny(host, "{}") {
		return nil
	}
	registered := ""
	if suffix := reservedDomain.FindString(host); suffix != "" {
		host = strings.TrimSuffix(host, suffix)
	} else {
		suffix, _ := publicsuffix.PublicSuffix(host)
		host = strings.TrimSuffix(strings.TrimSuffix(host, suffix), ".")
		parts := strings.Split(host, ".")
		registered = parts[len(parts)-1]
		host = strings.TrimSuffix(strings.TrimSuffix(host, registered), ".")
	}
	labels := strings.Split(host, ".")
	slices.Reverse(labels)
	labels = slices.DeleteFunc(labels, func(label string) bool { return genericLabel.MatchString(label) })
	if registered != "" {
		labels = append([]string{registered}, labels...)
	}
	var names []string
	for _, label := range labels {
		name := strings.ToLower(lettersOf(label))
		if short := strings.TrimSuffix(name, "api"); len(short) > 2 {
			name = short
		}
		if name != "" {
			names = append(names, name)
		}
	}
	return names
}

// platformOf returns the name of the platform whose customers get subdomains such as this
// host, or an empty string if there is none: googleapis for chat.googleapis.com.
func platformOf(host string) string {
	suffix, isICANN := publicsuffix.PublicSuffix(strings.ToLower(host))
	if isICANN || !strings.Contains(suffix, ".") {
		return ""
	}
	label, rest, _ := strings.Cut(suffix, ".")
	for {
		if top, isICANN := publicsuffix.PublicSuffix(rest); isICANN && top == rest || !strings.Contains(rest, ".") {
			return strings.ToLower(lettersOf(label))
		}
		label, rest, _ = strings.Cut(rest, ".")
	}
}
