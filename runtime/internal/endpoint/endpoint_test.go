// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package endpoint

import (
	"net/url"
	"testing"
)

func TestSameOrigin(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"https://a/x", "https://a/y?z", true},
		{"https://a", "https://A:443", true},
		{"http://a:80", "http://a", true},
		{"https://a:80", "https://a", false},
		{"http://a:443", "http://a", false},
		{"http://a", "https://a", false},
		{"https://a", "https://b", false},
		{"https://a:1", "https://a:2", false},
	} {
		a, errA := url.Parse(test.a)
		b, errB := url.Parse(test.b)
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		if SameOrigin(a, b) != test.want || SameOrigin(b, a) != test.want {
			t.Errorf("%s and %s: want %t", test.a, test.b, test.want)
		}
	}
}

func TestLoopback(t *testing.T) {
	for text, want := range map[string]bool{
		"http://localhost": true, "http://LOCALHOST:8080": true, "http://127.0.0.1": true, "http://127.9.9.9": true, "http://[::1]:80": true,
		"http://localhost.example.com": false, "http://10.0.0.1": false, "http://example.com": false, "http://[::2]": false,
	} {
		u, err := url.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := IsLoopback(u); got != want {
			t.Errorf("%s: got %t", text, got)
		}
	}
}
