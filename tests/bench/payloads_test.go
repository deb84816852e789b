// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"fmt"
	"iter"
	"strconv"
	"strings"
	"testing"

	chat "google.golang.org/api/chat/v1"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/protolect/protolect/gen/google/apps/card/v1/cardpb"
	"github.com/protolect/protolect/gen/google/chat/v1/chatpb"
	"github.com/protolect/protolect/runtime/wirejson"
)

// A payload is a message that is read and written.
type payload struct {
	name    string
	message proto.Message
	// text is its JSON.
	text []byte
	// fresh returns an empty message to read into. peer returns an empty value of the type in
	// google.golang.org/api/chat/v1.
	fresh func() proto.Message
	peer  func() any
}

const prose = "The deployment of the billing service has finished. All checks are green, latency is back to normal, and the dashboards for the last hour are linked below. " +
	"If anything looks odd, answer in this thread: whoever is on call reads it first. The next release is planned for Thursday, with the migration of the ledger. " +
	"Please review the open changes before then, so that we do not have to wait for anybody.\nThanks to all who stayed late."

func textMessage(i int) *chatpb.Message {
	text := prose[i%40:] + fmt.Sprintf(" (%d) ", i) + prose[:200+i%150]
	return &chatpb.Message{
		Name:       fmt.Sprintf("spaces/AAAAB3NzaC1/messages/UBHHVc_AAA%04d.UBHHVc_AAA%04d", i, i),
		Sender:     &chatpb.User{Name: fmt.Sprintf("users/1130574627%d", 10000+i), DisplayName: "Ada Lovelace", Type: chatpb.User_HUMAN},
		CreateTime: &timestamppb.Timestamp{Seconds: 1767225600 + int64(i)*61, Nanos: 123456000},
		Text:       text,
		Thread:     &chatpb.Thread{Name: fmt.Sprintf("spaces/AAAAB3NzaC1/threads/UBHHVc_AAA%04d", i)},
		Space:      &chatpb.Space{Name: "spaces/AAAAB3NzaC1"},
	}
}

func button(text, url string) *cardpb.Button {
	return &cardpb.Button{Text: text, OnClick: &cardpb.OnClick{Data: &cardpb.OnClick_OpenLink{OpenLink: &cardpb.OpenLink{Url: url}}}}
}

func cardMessage() *chatpb.Message {
	m := textMessage(1)
	section := &cardpb.Card_Section{Header: "Incidents of this week", Collapsible: true, UncollapsibleWidgetsCount: 3}
	for i := range 10 {
		w := &cardpb.Widget{HorizontalAlignment: cardpb.Widget_START}
		switch i % 4 {
		case 0:
			w.Data = &cardpb.Widget_DecoratedText{DecoratedText: &cardpb.DecoratedText{
				TopLabel: fmt.Sprintf("Incident %d", 4000+i), Text: prose[:150], BottomLabel: "Opened by Ada Lovelace", WrapText: true,
				StartIcon: &cardpb.Icon{Icons: &cardpb.Icon_KnownIcon{KnownIcon: "TICKET"}},
				Control: &cardpb.DecoratedText_Button{Button: &cardpb.Button{Text: "Acknowledge", OnClick: &cardpb.OnClick{Data: &cardpb.OnClick_Action{Action: &cardpb.Action{
					Function: "acknowledge", LoadIndicator: cardpb.Action_SPINNER,
					Parameters: []*cardpb.Action_ActionParameter{{Key: "incident", Value: strconv.Itoa(4000 + i)}, {Key: "severity", Value: "high"}},
				}}}}},
			}}
		case 1:
			w.Data = &cardpb.Widget_TextParagraph{TextParagraph: &cardpb.TextParagraph{Text: prose + " " + prose}}
		case 2:
			w.Data = &cardpb.Widget_ButtonList{ButtonList: &cardpb.ButtonList{Buttons: []*cardpb.Button{
				button("Dashboard", fmt.Sprintf("https://dashboards.example.com/d/ledger?from=now-1h&incident=%d", 4000+i)),
				button("Runbook", "https://wiki.example.com/runbooks/ledger#restart"),
				button("Escalate", "https://pager.example.com/escalate?team=billing"),
			}}}
		case 3:
			w.Data = &cardpb.Widget_Image{Image: &cardpb.Image{ImageUrl: fmt.Sprintf("https://charts.example.com/render/ledger-%d.png?width=600&height=200", i), AltText: "Latency of the ledger in the last hour"}}
		}
		section.Widgets = append(section.Widgets, w)
	}
	m.CardsV2 = []*chatpb.CardWithId{{CardId: "incidents", Card: &cardpb.Card{
		Header:   &cardpb.Card_CardHeader{Title: "Billing", Subtitle: "Week 12", ImageUrl: "https://charts.example.com/logo.png"},
		Sections: []*cardpb.Card_Section{section, {Header: "Notes", Widgets: []*cardpb.Widget{}}},
	}}}
	return m
}

func listOf(n int) *chatpb.ListMessagesResponse {
	list := &chatpb.ListMessagesResponse{NextPageToken: strings.Repeat("token", 8)}
	for i := range n {
		m := textMessage(i)
		m.FormattedText = prose[:i%50]
		list.Messages = append(list.Messages, m)
	}
	return list
}

// payloads yields one payload at a time. Others in memory would cost the garbage collector time,
// which would be measured.
func payloads(t testing.TB) iter.Seq[payload] {
	newMessage := func() proto.Message { return new(chatpb.Message) }
	newPeer := func() any { return new(chat.Message) }
	makers := []func() payload{
		func() payload {
			return payload{name: "1 KB text message", message: textMessage(7), fresh: newMessage, peer: newPeer}
		},
		func() payload {
			return payload{name: "8 KB card of ten widgets", message: cardMessage(), fresh: newMessage, peer: newPeer}
		},
		func() payload {
			return payload{
				name: "1 MB list of 1,000 messages", message: listOf(1000),
				fresh: func() proto.Message { return new(chatpb.ListMessagesResponse) },
				peer:  func() any { return new(chat.ListMessagesResponse) },
			}
		},
	}
	return func(yield func(payload) bool) {
		for _, newPayload := range makers {
			p := newPayload()
			var err error
			if p.text, err = wirejson.Marshal(p.message); err != nil {
				t.Fatal(err)
			}
			if !yield(p) {
				return
			}
		}
	}
}
