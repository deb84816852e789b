// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"net"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// Described is what the name of an OpenAPI document's package is made of.
type Described struct {
	Title   string
	Host    string // empty if it is not known
	Path    string // what all paths start with: "/api/v2"
	Version string // the document's, without what changes while the API is compatible: "v1"
	// Paths are those of its operations, in the document's order.
	Paths []string
}

// Packages returns the names that the package of a document can have, the best
// first: who has the API, what it is, and its version. All others are for when the
// first is another document's.
func (d Described) Packages() []string {
	owner, product := d.words()
	version := pathVersion(d.Path)
	if version == "" {
		version = d.Version
	}
	resources := d.resources()
	if len(owner)+len(product) == 0 { // nobody gave it a name
		if foreign := foreignName(d.Title); foreign != "" {
			product = []string{foreign}
		} else {
			owner = defaultName(d.Title)
			product = resources[:min(len(resources), 2)]
		}
	}
	var all []string
	add := func(product []string) {
		parts := slices.Clone(owner)
		if name := strings.Join(product, ""); name != "" {
			parts = append(parts, name)
		}
		if name := joinPackage(append(parts, version)); !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	add(product[:min(len(product), 3)])
	add(product)
	for n := range len(resources) {
		add(slices.Concat(product, resources[:n+1]))
	}
	for _, path := range d.Paths[:min(len(d.Paths), 20)] {
		if parts := partsFrom(Operation{Path: path}, 0); len(parts) > 1 {
			add(append(slices.Clone(product), strings.ToLower(lettersOf(parts[len(parts)-1].name))))
		}
	}
	return all
}

// IsNamedByTitle tells whether nothing but the title says whose the package is: another
// API may have the same.
func (d Described) IsNamedByTitle() bool {
	return len(hostLabels(d.Host)) == 0 && !isDocumented(d.Host)
}

// words returns the words of who has the API, by its host, and those of what it is.
func (d Described) words() (owner, product []string) {
	for _, word := range titleWords(d.Title) {
		if word = strings.ToLower(word); !anyAPI[word] && !conjunctions[word] && !prepositions[word] && word != "a" && word != "an" && word != "all" {
			product = append(product, word)
		}
	}
	labels := hostLabels(d.Host)
	// Whoever lends the names of hosts to others has APIs, too: Google's are at
	// googleapis.com.
	if lender := lenderOf(d.Host); lender != "" {
		rest := slices.DeleteFunc(slices.Clone(product), func(word string) bool { return len(word) > 2 && strings.Contains(lender, word) })
		if len(rest) < len(product) {
			if len(rest) > 0 {
				return []string{lender}, rest
			}
			return []string{lender}, labels[:min(len(labels), 1)]
		}
	}
	if len(labels) > 0 && !isDocumented(d.Host) {
		owner, product = labels[:1], withoutOwner(product, labels[0])
	}
	if !slices.ContainsFunc(product, func(word string) bool { return !anyName[word] }) {
		product = labels[len(owner):]
	}
	return owner, product
}

// withoutOwner returns the words of a title without the owner's name, which may be several
// words.
func withoutOwner(words []string, owner string) []string {
	for n := len(words); n > 0; n-- {
		for i := range len(words) - n + 1 {
			if name := strings.Join(words[i:i+n], ""); name == owner || name == owner+"net" || name == owner+"com" || name == owner+"io" {
				return slices.Concat(words[:i], words[i+n:])
			}
		}
	}
	return words
}

// defaultName returns what a framework calls an API.
func defaultName(title string) []string {
	if all := titleWords(title); len(all) > 0 {
		return []string{strings.ToLower(strings.Join(all[:min(len(all), 3)], ""))}
	}
	return []string{"api"}
}

// foreignName returns a name for a title of another script, as hosts have such names
// (RFC 3492): that of 天気 is xnrss835b.
func foreignName(title string) string {
	letters := strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return unicode.ToLower(c)
		}
		return -1
	}, withoutMarks(title))
	if !slices.ContainsFunc([]rune(letters), func(c rune) bool { return c > unicode.MaxASCII }) {
		return ""
	}
	sum := sha256.Sum256([]byte(letters))
	name, err := idna.Punycode.ToASCII(letters)
	if err != nil {
		return "xn" + hex.EncodeToString(sum[:6])
	}
	if name = strings.ReplaceAll(name, "-", ""); len(name) > 30 {
		name = name[:20] + hex.EncodeToString(sum[:4])
	}
	return name
}

// resources returns what the paths of a document are about, without repetitions: the
// first literal of each that names something.
func (d Described) resources() []string {
	var all []string
	for _, path := range d.Paths {
		if parts := partsFrom(Operation{Path: path}, 0); len(parts) > 0 {
			if name := strings.ToLower(lettersOf(parts[0].name)); !slices.Contains(all, name) && len(all) < 4 {
				all = append(all, name)
			}
		}
	}
	return all
}

var (
	// documented are the domains that nobody has (RFC 2606, RFC 6761).
	documented = regexp.MustCompile(`(^|\.)(example\.(com|net|org)|example|test|invalid|localhost|local|internal)$`)
	// anyLabel is a part of a host's name that says nothing of the API.
	anyLabel = regexp.MustCompile(`^(api|apis|api[0-9-]|app|apps|backend|beta|cloud|default|demo|dev|developer|developers|development|eu|gateway|host|hostname|int|live|local|prod|production|public|qa|rest|sandbox|secure|server|service|services|stage|staging|test|us|v[0-9]+|web|ws|www[0-9]*|your.*|my)$|^api-|-api$`)
)

// isDocumented tells whether a host is that of an example, which says nothing of who has
// an API.
func isDocumented(host string) bool { return documented.MatchString(strings.ToLower(host)) }

// hostLabels returns the parts of a host's name that somebody chose, without those that
// say nothing, the registered one first: twilio and pricing of pricing.twilio.com.
func hostLabels(host string) []string {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if host == "" || net.ParseIP(strings.Trim(host, "[]")) != nil || strings.ContainsAny(host, "{}") {
		return nil
	}
	registered := ""
	if suffix := documented.FindString(host); suffix != "" {
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
	labels = slices.DeleteFunc(labels, func(label string) bool { return anyLabel.MatchString(label) })
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

// lenderOf returns who lends the host's name to others, if somebody does: googleapis of
// chat.googleapis.com.
func lenderOf(host string) string {
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

var pathVersionSegment = regexp.MustCompile(`^[vV]([0-9]{1,3})((?:alpha|beta)[0-9]*)?(?:\.[0-9]+)*$`)

// pathVersion returns the version in a path, or nothing.
func pathVersion(path string) string {
	for segment := range strings.SplitSeq(path, "/") {
		if match := pathVersionSegment.FindStringSubmatch(segment); match != nil && strings.Trim(match[1], "0") != "" {
			return "v" + strings.TrimLeft(match[1], "0") + match[2]
		}
	}
	return ""
}

// CommonVersion returns what all paths start with, up to a version: "/api/v2". It is
// empty if they have none in common.
func CommonVersion(paths []string) string {
	common := ""
	for i, path := range paths {
		segments := strings.Split(path, "/")
		start := ""
		for n, segment := range segments[:min(len(segments), 4)] {
			if pathVersionSegment.MatchString(segment) {
				start = strings.Join(segments[:n+1], "/")
				break
			}
		}
		if start == "" || i > 0 && start != common {
			return ""
		}
		common = start
	}
	return common
}

// Package returns the proto package for a name and a version: those of a discovery
// document. A version with a name in it, such as "directory_v1", makes two parts.
func Package(name, version string) string {
	parts := []string{strings.ReplaceAll(identifier(name), "_", "")}
	return joinPackage(append(parts, strings.Split(namedVersion.ReplaceAllString(identifier(version), ".$1"), ".")...))
}

func joinPackage(parts []string) string {
	for i, part := range parts {
		parts[i] = folder(part)
	}
	return strings.Join(parts, ".")
}

var namedVersion = regexp.MustCompile(`_(v[0-9])`)

// folder returns a name that starts with a letter, and is no more than a name
// to the go command and to Windows.
func folder(name string) string {
	if name == "" || name[0] == '_' || isDigit(name[0]) {
		name = "v" + name
	}
	if specialFolder.MatchString(name) {
		name += "api"
	}
	return name
}

var specialFolder = regexp.MustCompile(`^(internal|vendor|testdata|con|prn|aux|nul|com[0-9]|lpt[0-9])$`)

func identifier(name string) string {
	name = strings.Map(func(c rune) rune {
		switch {
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			return c
		case 'A' <= c && c <= 'Z':
			return c - 'A' + 'a'
		}
		return '_'
	}, name)
	if name != "" && isDigit(name[0]) {
		return "v" + name
	}
	return name
}

// GoPackage returns the name of the Go package at an import path: its last part
// that is no version.
func GoPackage(importPath string) string {
	parts := strings.Split(importPath, "/")
	for i := len(parts) - 1; i > 0; i-- {
		if !isVersion(parts[i]) {
			return identifier(parts[i])
		}
	}
	return identifier(parts[0])
}

// PackageType returns the UpperCamelCase name of a proto package, without provider and version. A
// part of a package is in lower case, so the words of the API's name tell where words start in it.
func PackageType(protoPackage, apiName string) string {
	rest := GoPackage(strings.ReplaceAll(protoPackage, ".", "/"))
	name := ""
	for _, word := range Words(apiName) {
		if word = strings.ToLower(word); word != "" && strings.HasPrefix(rest, word) {
			name += Type(word)
			rest = rest[len(word):]
		}
	}
	if rest != "" && name != "" {
		return name + Type(rest)
	}
	return cmp.Or(name, Type(rest))
}

func isVersion(part string) bool {
	return len(part) > 1 && part[0] == 'v' && isDigit(part[1])
}
