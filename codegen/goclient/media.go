// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package goclient

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// withMedia returns the Go methods that call an RPC. One that is for media alone
// takes or returns media under its own name. Any other keeps its plain call, so
// that a program does not change when an API begins to take media, and has
// another beside it: CreateFile and CreateFileWithMedia, GetFile and GetFileMedia.
func withMedia(plain *methodView, rule *apipb.MethodRule, isTaken func(string) bool) []*methodView {
	var views []*methodView
	upload, download := rule.GetMediaUpload(), rule.GetMediaDownload()
	if !upload.GetRequired() && !download.GetOnly() {
		views = append(views, plain)
	}
	if upload != nil {
		v := *plain
		v.Upload, v.Paged = true, false
		v.paths = []string{verbOf(plain) + " " + cmp.Or(upload.GetSimplePath(), upload.GetResumablePath())}
		v.note = uploadNote(upload)
		if !upload.GetRequired() {
			v.rename(plain.GoName+"WithMedia", "calls "+plain.GoName+" and uploads media.", isTaken)
		}
		v.Comment = methodComment(&v, rule)
		views = append(views, &v)
	}
	if download != nil {
		v := *plain
		v.Download, v.Paged, v.Empty = true, false, false
		v.paths = []string{plain.paths[0] + "?alt=media"}
		v.note = "The caller must close the returned media."
		if !download.GetOnly() {
			v.rename(plain.GoName+"Media", "returns the media of "+plain.GoName+" instead of its response.", isTaken)
		}
		v.Comment = methodComment(&v, rule)
		views = append(views, &v)
	}
	return views
}

// rename gives a second call of an RPC a name of its own, and says what it is.
func (v *methodView) rename(name, summary string, isTaken func(string) bool) {
	for isTaken(name) {
		name += "_"
	}
	v.GoName, v.summary = name, name+" "+summary
}

func verbOf(v *methodView) string {
	verb, _, _ := strings.Cut(v.paths[0], " ")
	return verb
}

// uploadNote says what media may go with a request.
func uploadNote(upload *apipb.MediaUpload) string {
	text := "It reads media to its end, and does not close it."
	if size := upload.GetMaxSize(); size > 0 {
		text += " The media can have at most " + strconv.FormatInt(size, 10) + " bytes."
	}
	if accept := upload.GetAccept(); len(accept) > 0 && !slices.Contains(accept, "*/*") {
		text += " Its media type can be " + strings.Join(accept, " or ") + "."
	}
	return text
}
