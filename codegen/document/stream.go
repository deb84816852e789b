// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document

import (
	"mime"
	"strings"
)

// streamTypes are the media types of a sequence of values or events, which a reader takes
// one by one as they arrive.
var streamTypes = map[string]bool{
	"application/json-seq":      true, // RFC 7464
	"application/jsonl":         true,
	"application/jsonlines":     true,
	"application/ndjson":        true,
	"application/stream+json":   true,
	"application/x-json-stream": true,
	"application/x-jsonlines":   true,
	"application/x-ndjson":      true,
	"multipart/x-mixed-replace": true,
	"text/event-stream":         true,
}

// IsStream tells whether a response of a media type is a stream of values or events.
func IsStream(mediaType string) bool {
	name, _, err := mime.ParseMediaType(mediaType)
	return err == nil && (streamTypes[name] || strings.HasSuffix(name, "+json-seq"))
}
