// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package packs

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/protolect/protolect/codegen/finding"
)

// zero returns the value of an option that has no default.
func zero(t Type) any {
	switch t {
	case TypeBool:
		return false
	case TypeInteger:
		return 0
	case TypeList:
		return []string(nil)
	}
	return ""
}

// parse converts the text of a value, for example from the command line. Commas separate the elements of a list.
func (o *Option) parse(value string) (any, error) {
	switch o.Type {
	case TypeBool:
		if value != "true" && value != "false" {
			return nil, fmt.Errorf("expected true or false, found %q", value)
		}
		return value == "true", nil
	case TypeInteger:
		i, err := strconv.Atoi(value)
		if err != nil {
			return nil, fmt.Errorf("expected an integer, found %q", value)
		}
		return i, nil
	case TypeList:
		if value == "" {
			return []string(nil), nil
		}
		return strings.Split(value, ","), nil
	}
	return value, nil
}

// convert converts the value of a user: one of the type of the option, or the text of one.
func (o *Option) convert(value any) (any, error) {
	switch value := value.(type) {
	case string:
		return o.parse(value)
	case bool:
		if o.Type == TypeBool {
			return value, nil
		}
	case int:
		if o.Type == TypeInteger {
			return value, nil
		}
	case []string:
		if o.Type == TypeList {
			return slices.Clone(value), nil
		}
	}
	return nil, fmt.Errorf("expected a value of type %s, found %v", o.Type, value)
}

// values returns the values of all options: those of the user, otherwise the defaults.
func (p *Pack) values(use Use, findings *finding.List) map[string]any {
	all := make(map[string]any)
	var known []string
	for _, o := range p.Options {
		all[o.Name] = o.Default
		known = append(known, o.Name)
	}
	for _, name := range sortedNames(use.Options) {
		i := slices.Index(known, name)
		if i < 0 {
			findings.Add(finding.PackOption, use.at(), "the pack %s has no option %q%s: its options are %s",
				p.Name, name, finding.Suggestion(name, known), finding.Names(known))
			continue
		}
		value, err := p.Options[i].convert(use.Options[name])
		if err != nil {
			findings.Add(finding.PackOption, use.at(), "the option %s of the pack %s: %v", name, p.Name, err)
			continue
		}
		all[name] = value
	}
	return all
}
