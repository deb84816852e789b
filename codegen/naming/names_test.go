// Copyright 2026 The Protolect Authors
// SPDX-License-Identifier: Apache-2.0

package naming_test

import (
	"strings"
	"testing"

	"github.com/protolect/protolect/codegen/naming"
)

// operation parses an operation in the form "GET /pets id tag". A + in the id stands for a
// space, and an id of - for none.
func operation(line string) naming.Operation {
	parts := append(strings.Fields(line), "", "")
	id := strings.ReplaceAll(parts[2], "+", " ")
	if id == "-" {
		id = ""
	}
	return naming.Operation{Method: parts[0], Path: parts[1], ID: id, Tag: parts[3]}
}

// TestMethods lists the rules for names of methods. The operations after | are in the same
// document.
func TestMethods(t *testing.T) {
	for _, test := range []struct{ operations, want string }{
		// Without an id, the name is derived from method and path.
		{"GET /pets", "ListPets"},
		{"POST /pets", "CreatePet"},
		{"GET /pets/{id}", "GetPet"},
		{"PUT /pets/{id}", "UpdatePet"},
		{"PATCH /pets/{id}", "UpdatePet"},
		{"DELETE /pets/{id}", "DeletePet"},
		{"DELETE /pets", "DeletePets"},
		{"HEAD /pets/{id}", "CheckPet"},
		{"POST /pets/{id}/feed", "FeedPet"},
		{"POST /pets/{id}:feed", "FeedPet"},
		{"POST /pets/search", "SearchPets"},
		{"GET /pets/findByStatus", "FindPetsByStatus"},
		{"GET /pets/search", "SearchPets"},
		{"GET /settings/open", "GetSettingsOpen"},
		{"GET /.well-known/change-password", "GetWellKnownChangePassword"},
		{"GET /v1/pets/{petId}/photos", "ListPetPhotos"},
		{"GET /api/v2/pets/{petId}/photos/{p}", "GetPetPhoto"},
		{"POST /pets/{petId}/photos", "CreatePetPhoto"},
		{"GET /stores/{s}/boxes/{b}/entries/{id}", "GetStoreBoxEntry"},
		{"GET /{tenant}/addresses", "ListAddresses"},
		{"GET /status", "GetStatus"},
		{"POST /login", "Login"},
		{"GET /user-settings", "ListUserSettings"},
		{"GET /reports/{id}.json", "GetReport"},
		{"GET /", "GetZoo"},
		{"GET /{id}", "GetZoo"},
		{"POST /coins/{address}", "CreateCoin"},
		{"POST /pets/{id} | POST /pets", "UpdatePet"},
		{"PUT /pets/{id} | PATCH /pets/{id}", "ReplacePet"},
		// Words that two parts of a path share are not repeated.
		{"GET /contacts/{c}/contact_persons/{id}", "GetContactPerson"},
		{"GET /projects/{p}/project_files", "ListProjectFiles"},
		{"GET /area/areas/{id}", "GetArea"},
		{"GET /list-federations", "ListFederations"},
		// Acronyms are not plurals.
		{"GET /transports/{t}/sns/{id}", "GetTransportSns"},
		// A name that is too long loses the words of parent resources.
		{"DELETE /organisations/{o}/addonproviders/{p}/subscriptionplans/{s}/environments/{e}/features/{f}", "DeleteAddonproviderSubscriptionplanEnvironmentFeature"},
		// An id that starts with a verb is the name.
		{"GET /pets listPets", "ListPets"},
		{"GET /pets list_pets", "ListPets"},
		{"GET /pets list-pets", "ListPets"},
		{"GET /pets LIST_PETS", "ListPets"},
		{"GET /pets LIST-pets", "ListPets"},
		{"GET /pets getPets", "GetPets"},
		{"POST /pets createPet", "CreatePet"},
		{"GET /pets/{id} getPetById", "GetPetById"},
		{"GET /pets/{id} GetPetsId", "GetPetsId"},
		{"GET /pets/{id} get_pets_id", "GetPetsId"},
		{"GET /.well-known/change-password getWellKnownChangePassword", "GetWellKnownChangePassword"},
		{"GET /debug/pprof/block GetDebugPprofBlock", "GetDebugPprofBlock"},
		{"GET /metrics GetMetrics Metrics", "GetMetrics"},
		{"HEAD /ping HeadPing", "HeadPing"},
		{"POST /signin PostSignin", "PostSignin"},
		{"POST /labels PostLabels Labels", "PostLabels"},
		{"POST /buckets PostBuckets Buckets", "PostBuckets"},
		{"POST /designs/{id} POST-design-dup", "PostDesignDup"},
		{"GET /vsm getVSMAccount", "GetVSMAccount"},
		{"POST /login login", "Login"},
		{"POST /session login", "Login"},
		{"POST /checks check_update", "CheckUpdate"},
		{"GET /reports Get_Report", "GetReport"},
		{"POST /posts create.post", "CreatePost"},
		{"POST /templates create_reportTemplate", "CreateReportTemplate"},
		// So is an id with the verb in another place, if it has no separators.
		{"POST /admin/hooks adminCreateHook admin", "AdminCreateHook"},
		{"DELETE /user/avatar userDeleteAvatar user", "UserDeleteAvatar"},
		{"GET /sessions/whoami toSession", "ToSession"},
		{"GET /user 2faUser", "N2faUser"},
		// A group moves behind the verb.
		{"GET /pets pets_list", "ListPets"},
		{"GET /pets pet_list", "ListPets"},
		{"GET /pets pets.list", "ListPets"},
		{"GET /pets pets/list pets", "ListPets"},
		{"GET /pets PETS_LIST", "ListPets"},
		{"GET /pets/{id} pets#show", "ShowPet"},
		{"GET /pets pets_get", "GetPets"},
		{"GET /pets/{id} pets_retrieve", "RetrievePet"},
		{"POST /pets pets_create", "CreatePet"},
		{"PUT /pets/{id} pets_update", "UpdatePet"},
		{"PATCH /pets/{id} pets_partial_update pets", "PartialUpdatePet"},
		{"DELETE /pets/{id} pets_destroy", "DestroyPet"},
		{"DELETE /pets pets_bulk_delete", "BulkDeletePets"},
		{"GET /pets PetsController_findAll", "FindAllPets"},
		{"GET /pets/{id} PetsController_findOne pets", "FindOnePet"},
		{"GET /pets/findByStatus PetsController_findByStatus pets", "FindPetsByStatus"},
		{"GET /users/{username} users/get-by-username users", "GetUserByUsername"},
		{"GET /users/{id} UserController_getUser", "GetUser"},
		{"GET /brands Brands_GetBrands AccountBrands", "GetBrands"},
		{"GET /connect Connect_GetConnectConfigs Other", "GetConnectConfigs"},
		{"GET /watchers/{name} NetworkWatchers_Get NetworkWatchers", "GetNetworkWatcher"},
		{"PUT /watchers/{name} NetworkWatchers_CreateOrUpdate NetworkWatchers", "CreateOrUpdateNetworkWatcher"},
		{"PATCH /applications/{name} ApplicationService_Patch ApplicationService", "PatchApplication"},
		{"PUT /applications/{application.metadata.name} ApplicationService_Update ApplicationService", "UpdateApplication"},
		{"POST /applications/{name}/rollback ApplicationService_Rollback ApplicationService", "RollbackApplication"},
		{"GET /applications/{name}/tree ApplicationService_ResourceTree ApplicationService", "ApplicationResourceTree"},
		{"POST /account/{name}/token AccountService_CreateToken AccountService", "CreateAccountToken"},
		{"POST /repocreds RepoCredsService_CreateRepositoryCredentials", "CreateRepositoryCredentials"},
		{"GET /settings SettingsService_Get SettingsService", "GetSettings"},
		{"GET /version VersionService_Version VersionService", "Version"},
		{"GET /leave/categories EssLeave_LeaveCategories Ess", "EssLeaveCategories"},
		{"GET /aliases aliases.get schema", "GetAliases"},
		{"GET /aliases/{alias} aliases.get.alias schema", "GetAlias"},
		{"GET /reports Report_List Other", "ListReports"},
		{"POST /posts post.create", "CreatePost"},
		{"GET /nodes nodes.get nodes", "GetNodes"},
		{"GET /nodes/{className} nodes.get.class nodes", "GetNodeClass"},
		{"GET /schema/{className}/tenants tenants.get schema", "GetTenants"},
		{"GET /schema/{className}/tenants/{tenant} tenants.get.one schema", "GetOneTenant"},
		{"HEAD /schema/{className}/tenants/{tenant} tenant.exists schema", "TenantExists"},
		{"HEAD /objects/{className}/{id} objects.class.head objects", "HeadObjectClass"},
		{"PATCH /objects/{id} objects.patch objects", "PatchObject"},
		{"PUT /objects/{id} objects.update objects", "UpdateObject"},
		{"DELETE /batch/objects batch.objects.delete batch", "DeleteBatchObjects"},
		{"GET /schema schema.dump schema", "DumpSchema"},
		{"GET /backups/{backend}/{id} backups.create.status backups", "BackupsCreateStatus"},
		{"GET /cluster/statistics cluster.get.statistics cluster", "GetClusterStatistics"},
		{"GET / weaviate.root", "WeaviateRoot"},
		{"POST /chat.postMessage chat.postMessage chat", "PostChatMessage"},
		{"POST /channels.setTopic channels.setTopic channels", "SetChannelTopic"},
		{"GET /repos/{r}/issues issues/list-for-repo issues", "ListIssuesForRepo"},
		{"GET /search/repositories search/repositories search", "SearchRepositories"},
		{"GET /users/profile users.profile.get users", "GetUserProfile"},
		{"POST /animals/{id}/moves animals_move animals", "MoveAnimal"},
		{"GET /animals animals.search animals", "SearchAnimals"},
		{"GET /apps/{id}/logs apps_get_logs_aggregate Apps", "GetAppLogsAggregate"},
		{"POST /apps/{id}/rollback apps_start_rollback Apps", "StartAppRollback"},
		{"POST /checks check_update check", "UpdateCheck"},
		// A generic verb gets its noun from the path.
		{"GET /pets list", "ListPets"},
		{"GET /pets findAll pets", "FindAllPets"},
		{"GET /pets/{id} get", "GetPet"},
		{"POST /pets create", "CreatePet"},
		{"POST /pets/search find", "FindPets"},
		// An id of method and path becomes their words, without variables.
		{"GET /pets GET_pets", "GetPets"},
		{"POST /pets POST_pets", "PostPets"},
		{"POST /pets/{id} POST_pets-id", "PostPet"},
		{"POST /pets/{id}/feed POST_pets-id-feed", "PostPetFeed"},
		{"GET /marketing/lists/{id} GET_mc-lists-id", "GetMarketingList"},
		{"GET /settings/open GET_settings-open", "GetSettingsOpen"},
		{"GET /v1/pets/{id} GET_pets-id", "GetPet"},
		{"GET /pets/{id} pets_GET_id", "GetPet"},
		{"GET /pets/{id} get_/pets/{id}", "GetPet"},
		{"GET /pets/{id} get_pets__id_", "GetPet"},
		{"GET /pets/{id} get_pets__id__get", "GetPet"},
		{"GET /pets/{id} PetsByIdGet", "GetPet"},
		{"GET /pets petsGet", "GetPets"},
		{"GET /pets --", "ListPets"},
		// Method and path after the name of a function are removed.
		{"GET /items/{item_id} read_item_items__item_id__get", "ReadItem"},
		{"POST /login/access-token login_access_token_login_access_token_post", "LoginAccessToken"},
		{"POST /v1/predict predict_v1_predict_post", "Predict"},
		{"GET /pets/index pets.index", "ListPets"},
		{"DELETE /git/refs/{ref} git/delete-ref", "DeleteGitRef"},
		// FastAPI: function, path, method.
		{"PUT /v1/allowlist/{id}/origin change_the_origin_v1_allowlist__id__origin_put", "ChangeTheOrigin"},
		{"GET /listings getListingsByDealer_listings_get", "GetListingsByDealer"},
		{"GET /air_quality air_quality_air_quality_get", "GetAirQuality"},
		// springfox and springdoc: function, HTTP method, number.
		{"GET /pets getPetsUsingGET", "GetPets"},
		{"GET /pets/{id} getPetUsingGET_1", "GetPet"},
		{"GET /pets listPets_2", "ListPets"},
		{"GET /pets list_1", "ListPets"},
		// HubSpot: method, path, function.
		{"GET /events/v3/events get-/events/v3/events_getPage", "ListEvents"},
		{"GET /crm/v3/deals/{id} get-/crm/v3/deals/{id}_getById", "GetCrmDealById"},
		{"PUT /actions/{a}/functions/{t} put-/actions/{a}/functions/{t}_createOrReplaceByType", "CreateOrReplaceActionFunctionByType"},
		{"POST /events/{e}/email-upsert post-/events/{e}/email-upsert_doEmailUpsertById", "EmailUpsertById"},
		{"POST /a/b post-/a/b_create", "CreateAB"},
		// Magento: module and interface, version, function, method.
		{"POST /V1/carts/mine/select moduleCartManagementV1SelectCollectionPointPost", "SelectModuleCartCollectionPoint"},
		{"GET /V1/products catalogProductRepositoryV1GetListGet", "ListCatalogProducts"},
		{"POST /V1/carts quoteCartManagementV1CreateEmptyCartPost", "CreateEmptyCart"},
		// API Platform: resource, method, collection.
		{"GET /api/transport-amazon-sns api_transport-amazon-sns_get_collection", "ListTransportAmazonSns"},
		{"POST /api/books api_books_post", "CreateBook"},
		{"GET /api/books/{id} api_books_id_get", "GetBook"},
		{"PATCH /api/books/{id} api_books_id_patch", "UpdateBook"},
		// Method and path, including the names of variables.
		{"PATCH /merchants/{merchantId}/splits/{splitId}/rules/{ruleId} patch-merchants-merchantId-splits-splitId-rules-ruleId", "PatchMerchantSplitRule"},
		{"DELETE /storedMethods/{storedMethodId} delete-storedMethods-storedMethodId", "DeleteStoredMethod"},
		{"GET /organisations/{id}/avatar getOrganisationsIdAvatar", "GetOrganisationAvatar"},
		{"PUT /cards/{idCard}/items/{idItem} updateCardsItemsByIdCardByIdItem", "UpdateCardsItem"},
		{"GET /Shared/Types/TypeId/{type_id} shared_types_typeid_get_type_id", "GetSharedTypeId"},
		{"GET /Charts/Xml/{id} charts_charts_xml_get_id_updated", "GetChartXmlIdUpdated"},
		// A sentence.
		{"GET /statements/{year} Gets+employee+statement+summary+data+based+on+the+specified+year", "GetEmployeeStatementSummaryData"},
		{"POST /pets Creates+a+new+pet+in+the+zoo", "CreateNewPetInZoo"},
	} {
		t.Run(test.operations, func(t *testing.T) {
			var all []naming.Operation
			for line := range strings.SplitSeq(test.operations, " | ") {
				all = append(all, operation(line))
			}
			if got, _ := naming.NewAPI("zoo", all).Method(all[0]); got != test.want {
				t.Errorf("Method = %s, want %s", got, test.want)
			}
		})
	}
}

// TestAPIName lists names of APIs by title and host, without generic words.
func TestAPIName(t *testing.T) {
	for _, test := range []struct{ title, host, want string }{
		{"Pets", "api.acme.com", "pets"},
		{"External Accounts API", "api.acme.com", "externalAccounts"},
		{"Swagger Petstore", "api.acme.com", "petstore"},
		{"Swagger Petstore - OpenAPI 3.0", "api.acme.com", "petstore"},
		{"GitHub v3 REST API", "api.acme.com", "gitHub"},
		{"The Acme Service", "api.acme.com", "acme"},
		{"Docker Engine API", "api.acme.com", "dockerEngine"},
		{"GitHub's official OpenAPI spec + Octokit extension", "api.acme.com", "gitHub"},
		{"Messages (beta)", "api.acme.com", "messages"},
		{"DigitalOcean API: version 2.0", "api.acme.com", "digitalOcean"},
		{"API", "api.acme.com", "acme"},
		{"Web Service API", "api.acme.com", "acme"},
		{"", "api.acme.com", "acme"},
		{"Платежи", "api.acme.com", "acme"},
	} {
		if got := naming.APIName(test.title, test.host); got != test.want {
			t.Errorf("APIName of %q = %s, want %s", test.title, got, test.want)
		}
	}
}

// TestPackages lists the preferred packages of documents by title, host and path.
func TestPackages(t *testing.T) {
	for _, test := range []struct {
		title, host, path string
		paths             string
		want              string
	}{
		// A package consists of owner, product and version.
		{"Twilio - Pricing", "pricing.twilio.com", "/v2", "", "twilio.pricing.v2"},
		{"Twilio - Flex", "flex-api.twilio.com", "/v1", "", "twilio.flex.v1"},
		{"PandaScore REST API for All Videogames", "api.pandascore.co", "", "", "pandascore.videogames.v1"},
		{"SoundCloud Public API Specification", "api.soundcloud.com", "", "", "soundcloud.v1"},
		{"SimpliVPNAPI", "api.simplivpn.net", "", "", "simplivpn.v1"},
		{"Bungie.Net API", "www.bungie.net", "", "", "bungie.v1"},
		{"GSMtasks project", "api.gsmtasks.com", "", "", "gsmtasks.v1"},
		{"GitHub v3 REST API", "api.github.com", "", "", "github.v1"},
		{"Météo API", "api.example.com", "", "", "meteo.v1"},
		{"Google Chat API", "chat.googleapis.com", "", "", "googleapis.chat.v1"},
		{"AWS IoT SiteWise", "iotsitewise.us-east-1.amazonaws.com", "", "", "amazonaws.iotsitewise.v1"},
		{"Content API for Shopping", "shoppingcontent.googleapis.com", "", "", "shoppingcontent.contentshopping.v1"},
		// The product has at most three words.
		{"Interzoid Get Company Name Match Similarity Key API", "api.interzoid.com", "", "", "interzoid.getcompanyname.v1"},
		// Generic titles are ignored, or combined with resources.
		{"API", "orders.acme.com", "", "", "acme.orders.v1"},
		{"FastAPI", "shop.herokuapp.com", "", "", "shop.v1"},
		{"FastAPI", "", "", "/items /users /items/{id}", "fastapi.itemsusers.v1"},
		{"FastAPI", "", "", "/orders", "fastapi.orders.v1"},
		{"FastAPI", "", "", "/", "fastapi.v1"},
		// Titles of other scripts, without and with a host.
		{"天気", "", "", "/a", "xnrss835b.v1"},
		{"地図", "", "", "/a", "xnlcs7e.v1"},
		{"Платежи", "api.acme.ru", "", "", "acme.v1"},
		// Reserved hosts do not identify the owner.
		{"Zoo API", "zoo.example.com", "", "", "zoo.v1"},
		{"Zoo API", "api.example.com", "", "", "zoo.v1"},
		{"Zoo API", "localhost", "", "", "zoo.v1"},
		{"Zoo API", "10.0.0.1", "", "", "zoo.v1"},
		{"Pets", "a.example", "", "", "pets.v1"},
		{"FastAPI", "a.example", "", "", "a.v1"},
		// The version in the path takes precedence over the document's.
		{"Pets", "api.acme.co.uk", "/api/v3", "", "acme.pets.v3"},
		{"Pets", "api.acme.com", "/v1beta2", "", "acme.pets.v1beta2"},
		// Names that a folder cannot have are changed.
		{"Internal", "", "", "", "internalapi.v1"},
		{"3D Models", "", "", "", "v3dmodels.v1"},
	} {
		d := naming.Identity{Title: test.title, Host: test.host, Path: test.path, Version: "v1", Paths: strings.Fields(test.paths)}
		if got := d.Packages()[0]; got != test.want {
			t.Errorf("package of %q at %s = %s, want %s", test.title, test.host, got, test.want)
		}
	}
}

// TestSchemas lists names of messages that were never published.
func TestSchemas(t *testing.T) {
	for _, test := range []struct{ schema, want string }{
		{"Pet", ""},
		{"500 Internal Server Error", "InternalServerError"},
		{"PagedResult`1[[Acme.Models.Pet, Acme, Version=1.0.0.0, Culture=neutral, PublicKeyToken=null]]", "PagedResultPet"},
		{"Page<Acme.Zoo.Pet>", "PagePet"},
		{"/build/{project}/{repository}/_status.get.responses.200.application/xml; charset=utf-8", "BuildStatusResponse"},
		{"/pets/{id}.get.responses.404.application/json", "PetNotFoundError"},
		{"/pets/{id}/toys.post.requestBody.application/json", "PetToyBody"},
		{"GoogleCloudDatacatalogV1CloudBigtableInstanceSpecCloudBigtableClusterSpec", "CloudBigtableInstanceSpecCloudBigtableClusterSpec"},
	} {
		if got := naming.PreferredSchema(test.schema); got != test.want {
			t.Errorf("PreferredSchema of %q = %q, want %q", test.schema, got, test.want)
		}
	}
}

// TestServices lists names of services by tags.
func TestServices(t *testing.T) {
	for tag, want := range map[string]string{
		"pets":   "Pets",
		"My Pet": "MyPet",
		"customers/{customerId}/password/resetLinkToken/{token}": "PasswordResetLinkToken",
		"carts/mine": "CartsMine",
		"Everything that one can do with the pets of a zoo, and more": "EverythingThatOneCanDoWithThePetsOfAZoo",
	} {
		if got := naming.Service(tag); got != want {
			t.Errorf("Service of %q = %s, want %s", tag, got, want)
		}
	}
}
