// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package document

import (
	"errors"
	"mime"
	"strings"
)

// The media types of forms, whose properties are sent separately.
const (
	FormType      = "application/x-www-form-urlencoded"
	MultipartType = "multipart/form-data"
)

// BaseMediaType returns a media type in lower case and without its parameters.
func BaseMediaType(mediaType string) string {
	name, _, err := mime.ParseMediaType(mediaType)
	if err != nil && !errors.Is(err, mime.ErrInvalidMediaParameter) {
		return strings.ToLower(mediaType)
	}
	return name
}

// IsForm reports whether the properties of a body with the media type are sent separately.
func IsForm(mediaType string) bool {
	name := BaseMediaType(mediaType)
	return name == FormType || name == MultipartType
}

// IsRaw reports whether a request body with the media type is sent as bytes: it is neither
// JSON nor a form. A body of "*/*" is sent as JSON.
func IsRaw(mediaType string) bool { return IsRawResponse(mediaType) && !IsForm(mediaType) }

// IsRawResponse reports whether a response with the media type is read as bytes: it is not
// JSON. Forms are bytes because clients only write them. A response of "*/*" is read as
// JSON.
func IsRawResponse(mediaType string) bool { return mediaType != "*/*" && !IsJSON(mediaType) }

// IsJSON reports whether a media type is JSON. An empty one is JSON: formats that permit
// only JSON leave it out.
func IsJSON(mediaType string) bool {
	name := BaseMediaType(mediaType)
	return name == "" || name == "application/json" || name == "text/json" || strings.HasSuffix(name, "+json")
}

// streamTypes are the media types of sequences of values or events, which a client reads
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

// IsStream reports whether a response with the media type is a sequence of values or events.
func IsStream(mediaType string) bool {
	name, _, err := mime.ParseMediaType(mediaType)
	return err == nil && (streamTypes[name] || strings.HasSuffix(name, "+json-seq"))
}
