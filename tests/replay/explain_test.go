// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package replay_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/protolect/protolect/codegen/compare"
	"github.com/protolect/protolect/codegen/generate"
	"github.com/protolect/protolect/codegen/model"
)

// A complaint is a breaking change that buf reports.
type complaint struct {
	Rule    string `json:"type"`
	Message string `json:"message"`
	cause   string // the change of the document
}

func (c complaint) String() string {
	message, _, _ := strings.Cut(c.Message, " See http") // the documentation
	return fmt.Sprintf("%s\n  because %s", message, c.cause)
}

var (
	onMessage = regexp.MustCompile(`ield "(\d+)".* (?:on|in) message "([^"]+)"`)
	onEnum    = regexp.MustCompile(`num value "(\d+)".* (?:on|in) enum "([^"]+)"`)
	onService = regexp.MustCompile(`service "([^"]+)" was deleted`)
	onRPC     = regexp.MustCompile(`RPC "([^"]+)" on service "([^"]+)"`)
)

// owners returns the names of the message, enum, method or service that the complaint is about.
func (c complaint) owners() []string {
	for _, pattern := range []*regexp.Regexp{onMessage, onEnum} {
		if m := pattern.FindStringSubmatch(c.Message); m != nil {
			return []string{m[2]}
		}
	}
	if m := onRPC.FindStringSubmatch(c.Message); m != nil {
		return []string{m[2] + "." + m[1]}
	}
	if m := onService.FindStringSubmatch(c.Message); m != nil {
		return []string{m[1]}
	}
	return nil
}

// types returns the names of the messages and enums that the complaint quotes.
func (c complaint) types() []string {
	var names []string
	for _, m := range quotedType.FindAllStringSubmatch(c.Message, -1) {
		names = append(names, m[1])
	}
	return names
}

var quotedType = regexp.MustCompile(`"(replay\.v1\.[A-Za-z0-9_.]+)"`)

// explain returns the change of the document that explains the complaint, or an empty string.
func explain(c complaint, before, after *generate.Output, changes *compare.Comparison) string {
	names := make(map[string]bool)
	for _, out := range []*generate.Output{before, after} {
		if m := onMessage.FindStringSubmatch(c.Message); m != nil {
			addField(names, out.Model, m[2], m[1])
		} else if m := onEnum.FindStringSubmatch(c.Message); m != nil {
			addValue(names, out.Model, m[2], m[1])
		} else if m := onRPC.FindStringSubmatch(c.Message); m != nil {
			addRPC(names, out.Model, m[2], m[1])
		} else if m := onService.FindStringSubmatch(c.Message); m != nil {
			addRPC(names, out.Model, m[1], "")
		}
	}
	for _, change := range changes.Changes {
		switch {
		case !names[change.Name], change.Kind == compare.Added:
		case change.Aspect == compare.Description:
		case change.Aspect == compare.RPC, change.Aspect == compare.Request: // they follow from other changes
		default:
			return change.Message
		}
	}
	return ""
}

// addField adds the names of a field and its message in the document. buf reports only the last
// part of a message's name.
func addField(names map[string]bool, api *model.API, message, number string) {
	api.Walk(func(m *model.Message) {
		if m.Name != message {
			return
		}
		for _, f := range m.Fields {
			if strconv.Itoa(int(f.Number)) == number {
				names[m.Key+"."+f.Key] = true
				if m.CreatedFor != nil {
					names[m.Key] = true // the message may be its body
				}
			}
		}
	})
}

func addValue(names map[string]bool, api *model.API, enum, number string) {
	api.Walk(func(m *model.Message) {
		for _, e := range m.Enums {
			if e.Name != enum {
				continue
			}
			names[e.Key] = true
			for _, v := range e.Values {
				if strconv.Itoa(int(v.Number)) == number {
					names[e.Key+"."+v.Key] = true
				}
			}
		}
	})
}

func addRPC(names map[string]bool, api *model.API, service, rpc string) {
	for _, s := range api.Services {
		for _, m := range s.Methods {
			if s.Name == service && (m.Name == rpc || rpc == "") {
				for _, o := range m.Operations {
					names[o.ID] = true
				}
			}
		}
	}
}
