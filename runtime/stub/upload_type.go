// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package stub

import (
	"fmt"
	"mime"
	"net/http"
	"strings"
)

// sniffLength is the number of bytes that http.DetectContentType considers.
const sniffLength = 512

// chooseContentType sets the media type of the media: that of
// [rest.WithContentType], or else the detected type if the method accepts it. A method
// that accepts application/octet-stream, or a single type, receives the media as
// that type.
func (u *upload) chooseContentType() error {
	if u.contentType = u.config.ContentType; u.contentType != "" {
		return nil
	}
	head, err := u.media.head(sniffLength)
	if err != nil {
		return err
	}
	u.contentType = http.DetectContentType(head)
	const octets = "application/octet-stream"
	accept := u.rule.GetAccept()
	switch {
	case len(accept) == 0 || accepts(accept, u.contentType):
	case accepts(accept, octets):
		u.contentType = octets
	case len(accept) == 1 && !strings.Contains(accept[0], "*"):
		u.contentType = accept[0]
	default:
		return fmt.Errorf("the media looks like %s, and the method accepts %s: set its type with rest.WithContentType",
			u.contentType, strings.Join(accept, ", "))
	}
	return nil
}

// accepts reports whether a list contains a media type, or a range such as
// "image/*" that includes it.
func accepts(list []string, mediaType string) bool {
	mediaType, _, _ = mime.ParseMediaType(mediaType)
	kind, _, _ := strings.Cut(mediaType, "/")
	for _, a := range list {
		if a == "*/*" || a == kind+"/*" || strings.EqualFold(a, mediaType) {
			return true
		}
	}
	return false
}
