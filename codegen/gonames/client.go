// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package gonames

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/proto"

	"github.com/protolect/protolect/gen/protolect/api/v1/apipb"
)

// A Client contains the names of the client for a service.
type Client struct {
	Type        string // "Client"
	Constructor string // "NewClient"
	Close       string // "Close", or "CloseClient" if a method has that name
	File        string // "client.go"
}

// Clients returns the names of the clients for services in the package of a name. Neither types
// nor files have the same name.
func Clients(services []*protogen.Service, packageName string) []Client {
	var clients []Client
	taken := make(map[string]bool) // by the names of their files
	for _, s := range services {
		client := clientName(s.GoName, packageName)
		for n := 2; taken[fileName(client)]; n++ {
			client = shortName(s.GoName) + strconv.Itoa(n) + "Client"
		}
		taken[fileName(client)] = true
		clients = append(clients, Client{Type: client, Constructor: "New" + client, Close: closeName(s), File: fileName(client)})
	}
	return clients
}

func closeName(s *protogen.Service) string {
	const name = "Close"
	if slices.ContainsFunc(s.Methods, func(m *protogen.Method) bool { return slices.Contains(MethodsOf(m).all(), name) }) {
		return "CloseClient"
	}
	return name
}

// Methods contains the names of the Go methods that call an RPC.
type Methods struct {
	Plain    string // empty if every call uploads or returns media
	Upload   string // uploads media; empty if the RPC accepts none
	Download string // returns media; empty if the RPC returns none
}

// MethodsOf returns the names of the Go methods that call an RPC. If the RPC requires an upload, or
// only returns media, this is one method with the name of the RPC. Otherwise it is the plain
// method and one with media beside it: CreateFile and CreateFileWithMedia, GetFile and
// GetFileMedia. So programs stay valid when an API adds media to an RPC.
func MethodsOf(m *protogen.Method) Methods {
	rule, _ := proto.GetExtension(m.Desc.Options(), apipb.E_Method).(*apipb.MethodRule)
	upload, download := rule.GetMediaUpload(), rule.GetMediaDownload()
	beside := func(name string) string {
		for slices.ContainsFunc(m.Parent.Methods, func(other *protogen.Method) bool { return other.GoName == name }) {
			name += "_"
		}
		return name
	}
	var names Methods
	if !upload.GetRequired() && !download.GetOnly() {
		names.Plain = m.GoName
	}
	switch {
	case upload.GetRequired():
		names.Upload = m.GoName
	case upload != nil:
		names.Upload = beside(m.GoName + "WithMedia")
	}
	switch {
	case download.GetOnly():
		names.Download = m.GoName
	case download != nil:
		names.Download = beside(m.GoName + "Media")
	}
	return names
}

func (m Methods) all() []string { return []string{m.Plain, m.Upload, m.Download} }

// clientName returns the Go name of a service's client: "Client" if the service has the name
// of the package.
func clientName(service, packageName string) string {
	short := shortName(service)
	if strings.EqualFold(short, packageName) {
		return "Client"
	}
	return short + "Client"
}

// shortName returns the name of a service without the word Service.
func shortName(service string) string {
	return cmp.Or(strings.TrimSuffix(service, "Service"), service)
}

// maxFileName is the maximum length of the name of a client in a file name, in bytes. File
// systems limit file names to 255 bytes.
const maxFileName = 200

// fileName returns the name of a client's file. The suffix "_client" keeps the go command
// from reading the end of a name as a build constraint.
func fileName(client string) string {
	if client == "Client" {
		return "client.go"
	}
	name := strings.TrimSuffix(client, "Client")
	name = strings.ToLower(wordStart.ReplaceAllString(acronymEnd.ReplaceAllString(name, "${1}_$2"), "${1}_$2"))
	if len(name) > maxFileName {
		name = fmt.Sprintf("%s_%.4x", name[:maxFileName], sha256.Sum256([]byte(name)))
	}
	return name + "_client.go"
}

var (
	wordStart  = regexp.MustCompile(`([a-z0-9])([A-Z])`)
	acronymEnd = regexp.MustCompile(`([A-Z])([A-Z][a-z]{2,})`)
)
