// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming

import (
	"regexp"
	"strings"
)

var pathVersionSegment = regexp.MustCompile(`^[vV]([0-9]{1,3})((?:alpha|beta)[0-9]*)?(?:\.[0-9]+)*$`)

// pathVersion returns the first version in a path, such as "v2", or an empty string.
func pathVersion(path string) string {
	for segment := range strings.SplitSeq(path, "/") {
		if match := pathVersionSegment.FindStringSubmatch(segment); match != nil && strings.Trim(match[1], "0") != "" {
			return "v" + strings.TrimLeft(match[1], "0") + match[2]
		}
	}
	return ""
}

// CommonVersion returns the prefix up to a version that all paths share: "/api/v2". It
// returns an empty string if they do not share one.
func CommonVersion(paths []string) string {
	common := ""
	for i, path := range paths {
		segments := strings.Split(path, "/")
		start := ""
		for n, segment := range segments[:min(len(segments), 4)] {
			if pathVersionSegment.MatchString(segment) {
				start = strings.Join(segments[:n+1], "/")
				break
			}
		}
		if start == "" || i > 0 && start != common {
			return ""
		}
		common = start
	}
	return common
}
