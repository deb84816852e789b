// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming

import "strings"

// The meanings of words in the id of an operation, in lower case.
var (
	// genericVerbs are verbs that need an object: "get" does not describe an operation.
	genericVerbs = set(`
		add create delete destroy edit find get head insert list patch post put read remove replace retrieve set show store update`)
	// neverNouns are verbs that are not also nouns.
	neverNouns = set("add create delete destroy edit find get insert patch put remove replace retrieve update")
	// readVerbs are verbs for actions of a GET.
	readVerbs = set(`
		calculate check compare compute count describe download estimate evaluate export fetch find get list lookup query read resolve
		retrieve search show validate verify view`)
	// pluralVerbs act on several objects, and singularVerbs on one.
	pluralVerbs   = set("list query search")
	singularVerbs = set("add create insert")

	// collectionWords are nouns for a collection of objects.
	collectionWords = set("list page")

	adverbs      = set("batch bulk partial")           // partial_update
	conjunctions = set("and or")                       // CreateOrUpdate
	quantities   = set("all many one")                 // findAll
	prepositions = set("as by for from in of to with") // findByStatus
)

func set(words string) map[string]bool {
	all := make(map[string]bool)
	for word := range strings.FieldsSeq(words) {
		all[word] = true
	}
	return all
}

// verbs are words with which names of operations start.
var verbs = set(`
	accept activate add advance allow analyze append apply approve archive assign associate attach authenticate authorize
	batch begin block bulk calculate cancel change check claim clear clone close commit complete compute configure confirm
	connect convert copy count create deactivate decline decrypt delete deny deploy destroy detach detect disable
	disassociate disconnect discover dismiss download duplicate edit enable encrypt end enqueue estimate evaluate exchange
	execute expire export extend feed fetch filter find finish fire flag follow forget generate get grant hide import
	initialize initiate insert install interrupt invalidate invite invoke issue join kill leave link list load lock login
	logout lookup mark match merge migrate modify move mute notify open patch pause perform pin ping play post preview
	process promote provision prune publish pull purge push put query read rebuild receive recover redeem refresh refund
	register reject release remove rename render renew reopen reorder repeat replace report request requeue rerun resend
	reset resize resolve restart restore resume retrieve retry return revert revoke rotate run save schedule search select
	send set share sign simulate skip snooze sort split star start stop store submit subscribe summarize suspend swap sync
	terminate test toggle track train transfer transform translate trigger unarchive unassign unblock undelete undo
	unfollow uninstall unlink unlock unmute unpin unregister unshare unstar unsubscribe update upgrade upload upsert use
	validate verify view void vote wait withdraw write`)

// verbsOfIDs are verbs in ids, but often nouns in paths.
var verbsOfIDs = set("describe dump head inspect options rollback show store trace watch")

func isVerb(word string) bool { return verbs[strings.ToLower(word)] }

func isVerbOfID(word string) bool { return isVerb(word) || verbsOfIDs[strings.ToLower(word)] }
