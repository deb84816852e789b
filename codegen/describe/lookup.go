// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package describe

import (
	"github.com/protolect/protolect/codegen/document"
	"github.com/protolect/protolect/codegen/model"
)

// lookup contains indexes of the model for comments and options.
type lookup struct {
	api     *model.API
	schemas map[string][]*model.Message // by the schema's name in the document
	methods map[string][]*model.Method  // by tag
	tags    map[*model.Service][]*document.Tag
	rest    []*document.Tag // tags without a service
}

func newLookup(api *model.API) *lookup {
	l := &lookup{
		api:     api,
		schemas: make(map[string][]*model.Message),
		methods: make(map[string][]*model.Method),
		tags:    make(map[*model.Service][]*document.Tag),
	}
	api.Walk(func(m *model.Message) {
		l.addSchema(m.Schema, m)
		for _, name := range m.Replaced {
			l.addSchema(name, m)
		}
	})
	services := make(map[string]*model.Service) // by tag
	for _, s := range api.Services {
		if len(s.Resource) == 1 && services[s.Resource[0]] == nil {
			services[s.Resource[0]] = s
		}
		for _, m := range s.Methods {
			for _, tag := range m.Operations[0].Tags {
				if all := l.methods[tag]; len(all) == 0 || all[len(all)-1] != m {
					l.methods[tag] = append(all, m)
				}
			}
		}
	}
	for _, t := range api.Document.Tags {
		s := services[t.Name]
		if len(api.Services) == 1 {
			s = api.Services[0]
		}
		if s == nil {
			l.rest = append(l.rest, t)
		} else {
			l.tags[s] = append(l.tags[s], t)
		}
	}
	return l
}

func (l *lookup) addSchema(name string, m *model.Message) {
	if all := l.schemas[name]; name != "" && (len(all) == 0 || all[len(all)-1] != m) {
		l.schemas[name] = append(all, m)
	}
}
