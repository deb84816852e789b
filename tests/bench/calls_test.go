// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"runtime/metrics"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	peer "google.golang.org/api/chat/v1"
	"google.golang.org/api/option"

	"github.com/protolect/protolect/gen/google/chat/v1"
	"github.com/protolect/protolect/gen/google/chat/v1/chatpb"
	"github.com/protolect/protolect/runtime/rest"
	"github.com/protolect/protolect/runtime/wirejson"
)

// pages and perPage are the size of the list on the server.
const (
	pages   = 100
	perPage = 1000
)

// serveChat serves one message, and a list of pages.
func serveChat(t *testing.T) *httptest.Server {
	message, err := wirejson.Marshal(textMessage(7))
	if err != nil {
		t.Fatal(err)
	}
	list := listOf(perPage)
	list.NextPageToken = ""
	page, err := wirejson.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	page = page[:len(page)-1]
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		if r.Method == http.MethodPost || !strings.HasSuffix(r.URL.Path, "/messages") {
			w.Write(message)
			return
		}
		n, _ := strconv.Atoi(r.URL.Query().Get("pageToken"))
		w.Write(page)
		if n++; n < pages {
			fmt.Fprintf(w, `,"nextPageToken":"%d"`, n)
		}
		io.WriteString(w, "}")
	}))
	t.Cleanup(server.Close)
	return server
}

func clients(t *testing.T, server *httptest.Server) (*chat.Client, *peer.Service) {
	client, err := chat.NewClient(t.Context(), rest.WithEndpoint(server.URL), rest.WithoutCredentials())
	if err != nil {
		t.Fatal(err)
	}
	service, err := peer.NewService(t.Context(), option.WithEndpoint(server.URL), option.WithHTTPClient(http.DefaultClient))
	if err != nil {
		t.Fatal(err)
	}
	return client, service
}

// TestCalls compares whole calls with bare net/http, which sends and receives the same bytes. The
// server runs in the same process, so its cost is included in all figures.
func TestCalls(t *testing.T) {
	server := serveChat(t)
	client, service := clients(t, server)
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	ctx, message := context.Background(), textMessage(7)
	body, err := wirejson.Marshal(message)
	must(err)
	peerMessage := &peer.Message{}
	must(json.Unmarshal(body, peerMessage))
	bare := func(method string, path string, body []byte) {
		r, err := http.NewRequestWithContext(ctx, method, server.URL+path, bytes.NewReader(body))
		must(err)
		r.Header.Set("Content-Type", "application/json")
		response, err := http.DefaultClient.Do(r)
		must(err)
		_, err = io.ReadAll(response.Body)
		must(err)
		must(response.Body.Close())
	}
	calls := []struct {
		name string
		all  []contender
	}{
		{"GetMessage", []contender{
			{"net/http", map[string]func(){"": func() { bare("GET", "/v1/spaces/A/messages/B", nil) }}},
			{"protolect", map[string]func(){"": func() {
				_, err := client.GetMessage(ctx, &chatpb.GetMessageRequest{Name: "spaces/A/messages/B"})
				must(err)
			}}},
			{"google.golang.org/api/chat/v1", map[string]func(){"": func() { _, err := service.Spaces.Messages.Get("spaces/A/messages/B").Do(); must(err) }}},
		}},
		{"CreateMessage", []contender{
			{"net/http", map[string]func(){"": func() { bare("POST", "/v1/spaces/A/messages", body) }}},
			{"protolect", map[string]func(){"": func() {
				_, err := client.CreateMessage(ctx, &chatpb.CreateMessageRequest{Parent: "spaces/A", Message: message})
				must(err)
			}}},
			{"google.golang.org/api/chat/v1", map[string]func(){"": func() { _, err := service.Spaces.Messages.Create("spaces/A", peerMessage).Do(); must(err) }}},
		}},
	}
	if !*table {
		for _, call := range calls {
			for _, c := range call.all {
				c.ways[""]()
			}
		}
		return
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	defer w.Flush()
	for _, call := range calls {
		fmt.Fprintf(w, "\nthe call %s\t\t\t\n", call.name)
		costs := medians(call.all, "", cost)
		for i, c := range call.all {
			fmt.Fprintf(w, "%s\t%.1f µs\t%.2f×\t\n", c.name, costs[i]/1000, costs[i]/costs[0])
		}
	}
}

// TestLists reads many pages. It prints the maximum memory, the time until the first item, and the
// total cost.
func TestLists(t *testing.T) {
	if !*table {
		t.Skip("only prints a table")
	}
	server := serveChat(t)
	client, service := clients(t, server)
	request := &chatpb.ListMessagesRequest{Parent: "spaces/A"}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	defer w.Flush()
	fmt.Fprintf(w, "\n%d pages of %d messages\tpeak memory\tfirst item\tprocessor\t\n", pages, perPage)
	for _, c := range []struct {
		name string
		list func(item func())
	}{
		{"protolect, All", func(item func()) {
			for _, err := range client.ListMessages(t.Context(), request).All() {
				if err != nil {
					t.Fatal(err)
				}
				item()
			}
		}},
		{"protolect, Pages", func(item func()) {
			for page, err := range client.ListMessages(t.Context(), request).Pages() {
				if err != nil {
					t.Fatal(err)
				}
				for range page.GetMessages() {
					item()
				}
			}
		}},
		{"google.golang.org/api/chat/v1", func(item func()) {
			err := service.Spaces.Messages.List("spaces/A").Pages(t.Context(), func(page *peer.ListMessagesResponse) error {
				for range page.Messages {
					item()
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}},
	} {
		var firsts, costs []float64
		var peak uint64
		for range 3 {
			runtime.GC()
			before := heap()
			stop, stopped := make(chan struct{}), make(chan struct{})
			go func() {
				defer close(stopped)
				for {
					select {
					case <-stop:
						return
					case <-time.After(200 * time.Microsecond):
						now := heap()
						peak = max(peak, now-min(before, now))
					}
				}
			}()
			n := 0
			start, used := time.Now(), processorTime()
			c.list(func() {
				if n++; n == 1 {
					firsts = append(firsts, float64(time.Since(start).Microseconds())/1000)
				}
			})
			costs = append(costs, float64((processorTime() - used).Milliseconds()))
			close(stop)
			<-stopped
			if n != pages*perPage {
				t.Errorf("%s: %d items", c.name, n)
			}
		}
		fmt.Fprintf(w, "%s\t%.1f MB\t%.2f ms\t%.0f ms\t\n", c.name, float64(peak)/1e6, median(firsts), median(costs))
	}
}

// heap returns the number of bytes that heap objects occupy, including garbage.
func heap() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
