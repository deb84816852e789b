// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package transcode

import (
	"net/url"
	"slices"
	"strings"
)

// headers sets the fields that are headers.
func (d *requestDecoder) headers() *RequestError {
	for _, p := range d.binding.headers {
		values := d.header.Values(p.rule.GetHeader())
		if len(values) == 0 {
			continue
		}
		text := strings.Trim(strings.Join(values, ", "), " \t")
		n := &node{json: []byte(text)}
		if !p.rule.GetJson() {
			separator := p.rule.GetSeparator()
			if separator == "" {
				separator = ","
			}
			var texts []string
			for part := range strings.SplitSeq(text, separator) {
				texts = append(texts, strings.Trim(part, " \t"))
			}
			n, _ = pieces(texts, p.rule.GetExploded(), func(text string) (string, error) { return text, nil })
			n.text, n.hasText = text, true
		}
		if err := d.set(d.request, p, p.rule.GetHeader(), n); err != nil {
			return err.in("header")
		}
	}
	return nil
}

// cookies sets the fields that are cookies.
func (d *requestDecoder) cookies() *RequestError {
	if len(d.binding.cookies) == 0 {
		return nil
	}
	var cookies []rawParameter
	for _, line := range d.header.Values("Cookie") {
		for cookie := range strings.SplitSeq(line, ";") {
			if name, value, ok := strings.Cut(strings.Trim(cookie, " \t"), "="); ok {
				cookies = append(cookies, rawParameter{name, value})
			}
		}
	}
	for _, p := range d.binding.cookies {
		n, err := d.cookieNode(p, cookies)
		if err != nil {
			return err.within(p.rule.GetCookie()).in("cookie")
		}
		if n == nil {
			continue
		}
		if err := d.set(d.request, p, p.rule.GetCookie(), n); err != nil {
			return err.in("cookie")
		}
	}
	return nil
}

// cookieNode returns the value of a cookie parameter, or nil if it is absent.
func (d *requestDecoder) cookieNode(p *parameter, cookies []rawParameter) (*node, *RequestError) {
	rule, object := p.rule, new(node)
	var values []string
	for _, c := range cookies {
		switch {
		case c.name == rule.GetCookie():
			values = append(values, c.value)
		case rule.GetExploded():
			name, err := url.PathUnescape(c.name)
			if err != nil || d.isCookie(name) || !d.json.hasMember(p.field, name) {
				continue // It belongs to another parameter, or to none.
			}
			text, err := url.PathUnescape(c.value)
			if err != nil {
				return nil, badText("percent-encoding", c.value)
			}
			object.add(name, text)
		}
	}
	switch {
	case len(values) == 0 && !object.isObject:
		return nil, nil
	case object.isObject:
		return object, nil
	case rule.GetJson():
		text, err := url.PathUnescape(values[0])
		if err != nil {
			return nil, badText("percent-encoding", values[0])
		}
		return &node{json: []byte(text)}, nil
	case rule.GetSeparator() != "":
		values = strings.Split(strings.Join(values, rule.GetSeparator()), rule.GetSeparator())
	}
	n, err := pieces(values, false, url.PathUnescape)
	if err != nil {
		return nil, badText("percent-encoding", strings.Join(values, "; "))
	}
	return n, nil
}

// isCookie reports whether a parameter is the cookie name.
func (d *requestDecoder) isCookie(name string) bool {
	return slices.ContainsFunc(d.binding.cookies, func(p *parameter) bool { return p.rule.GetCookie() == name })
}
