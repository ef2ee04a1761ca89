// Package company is the resource and the data sources of companies: the customers of the platform, the travel
// management companies (TMCs) that serve them, and the partners that feed it with data.
package company

import (
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
)

// Tree declares a company, with its properties as the API answers and replaces them. A create differs in one place: it
// takes the array of supportConfigs without the object around it.
var Tree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{
		Locals: []*field.Node{{Name: "deletion_protection", Kind: field.Bool,
			Doc: "Whether a destroy or replacement of the company is refused. It is, unless this is `false` in the state: set it, apply, then destroy."}},
		Root: &field.Node{Kind: field.Object, Attrs: root()},
	}
})

// Exceptions are the properties of the API's documents that the tree lacks or holds only as the text of their JSON, by
// path as field.Tree.All gives it, with the reason.
var Exceptions = map[string]string{
	"isFake": "the vendor's own mark for test companies; an update keeps it",
	"carbonCostConfig.price.otherCoinage[].otherCoinageMetadata": "recursive: amounts of money below amounts of money",
	"designationTree":       "recursive: a tree of any depth",
	"supportConfigs.length": "bookkeeping of the server: the number of elements",
}

func root() []*field.Node {
	return []*field.Node{
		{Name: "id", JSON: "id", Wrap: "id", Mode: field.Computed, Doc: "Id of the company, a UUID that the API chooses."},
		{Name: "name", JSON: "name", Mode: field.Required,
			Doc: "Name of the company. Keep it unique: without `external_id`, it is what a company is recognised by after a create whose answer was lost."},
		{Name: "external_id", JSON: "externalId", Filled: true,
			Doc: "Your own id of the company, for instance its number in your ERP. The company can be found by it, also after a create whose answer was lost: set it and keep it unique."},
		{Name: "billing_currency", JSON: "billingCurrency", Mode: field.Required, Format: field.Currency,
			Doc: "ISO 4217 code of the currency in which the company is billed (`EUR`)."},
		{Name: "company_roles", JSON: "companyRoles", Kind: field.List, Elem: &field.Node{Enum: field.CompanyRole}, Mode: field.Required,
			Doc: "What the company does on the platform: `ORG` for one whose employees travel, `TMC` and `PARTNER_TMC` for travel management companies. " +
				"Several other attributes only take effect for one of these roles."},
		{Name: "is_active", JSON: "isActive", Kind: field.Bool, Mode: field.DataOnly, Doc: "Whether the company is active on the platform."},

		{Name: "email_domains", JSON: "emailDomains", Kind: field.List, Unique: true, Elem: &field.Node{},
			Doc: "Domains of the company's mail addresses (`example.com`)."},
		field.PhoneNumbers("phone_numbers", "phoneNumbers", field.Optional,
			"Phone numbers under which the company is reached."),
		field.PostalAddress("postal_address", "postalAddress", field.Optional, "Postal address of the company."),
		emergencyContactInfos(),
		field.Image("company_logo", "companyLogo", field.Optional, "Logo that the booking tool shows to the company's travelers."),
		{Name: "announcements", JSON: "announcements", Kind: field.List, Key: []string{"title"},
			Doc: "Messages that the booking tool shows to the company's travelers.",
			Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
				{Name: "title", JSON: "title", Mode: field.Required, Doc: "Headline of the announcement."},
				{Name: "description", JSON: "description", Mode: field.Required, Doc: "Text of the announcement."},
				{Name: "link_url", JSON: "linkUrl", Doc: "Address of a page that says more."},
				{Name: "link_display_text", JSON: "linkDisplayText", Doc: "Text to show for the link to `link_url`."},
			}}},
		field.CompanySpecifiedAttributes("the company"),

		{Name: "is_self_sign_up_enabled", JSON: "isSelfSignUpEnabled", Kind: field.Bool,
			Doc: "Whether people may register as users of the company by themselves."},
		{Name: "allow_domain_based_auth_config", JSON: "allowDomainBasedAuthConfig", Kind: field.Bool, Default: false,
			Doc: "Whether a user who logs in gets the authentication settings that belong to the domain of the mail address."},
		{Name: "privacy_settings", JSON: "privacySettings", Kind: field.Object, Doc: "What administrators may see of users.",
			Attrs: []*field.Node{
				{Name: "allow_company_admin_access_to_relatives_info", JSON: "allowCompanyAdminAccessToRelativesInfo", Kind: field.Bool,
					Doc: "Whether administrators of the company may see the relatives that users have entered."},
			}},
		{Name: "loyalty_blocked_countries", JSON: "loyaltyBlockedCountries", Kind: field.List, Elem: &field.Node{Format: field.Country},
			Doc: "ISO 3166-1 alpha-2 codes of the countries in which business travelers may not enter loyalty programmes."},
		{Name: "applicable_custom_field_types", JSON: "applicableCustomFieldTypes", Kind: field.List, Elem: &field.Node{Enum: field.CustomFieldType},
			Doc: "Kinds of custom fields that can be set up for the company."},

		{Name: "contracted_by_id", JSON: "contractedBy", Wrap: "id", Format: field.UUID,
			Doc: "Id of the company, as a rule a TMC, that has the contract with this company."},
		{Name: "booking_tmc_id", JSON: "bookingTmcId", Wrap: "id", Format: field.UUID,
			Doc: "Id of the TMC through which the company books. For companies of role `ORG`."},
		{Name: "default_booking_tmc_id", JSON: "defaultBookingTmcId", Wrap: "id", Format: field.UUID,
			Doc: "Id of the TMC through which clients of this partner book unless they have one of their own. For companies of role `PARTNER_TMC`."},
		tmcDefaultConfiguration(),
		{Name: "tmc_partner_role_mappings", JSON: "tmcPartnerRoleMappings", Kind: field.List, Key: []string{"partnerRole"},
			Doc: "Which role on the platform a user gets for a role in the partner's own system.",
			Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
				{Name: "partner_role", JSON: "partnerRole", Mode: field.Required, Doc: "Role of the user in the partner's system, in its spelling."},
				{Name: "spotnana_role", JSON: "spotnanaRole", Enum: roleType, Mode: field.Required, Doc: "Role that the user gets on the platform."},
			}}},
		{Name: "redirect_url", JSON: "redirectUrl",
			Doc: "Address to which the web application sends users of the partner. For companies of role `PARTNER_TMC`."},
		{Name: "mobile_redirect_url", JSON: "mobileRedirectUrl",
			Doc: "Address to which the mobile application sends users of the partner. For companies of role `PARTNER_TMC`."},

		{Name: "cc_email_addresses", JSON: "ccEmailAddresses", Kind: field.List, Elem: &field.Node{Format: field.Mailbox},
			Doc: "Mail addresses that get a visible copy of each confirmation. For companies of role `ORG`."},
		{Name: "bcc_email_addresses", JSON: "bccEmailAddresses", Kind: field.List, Elem: &field.Node{Format: field.Mailbox},
			Doc: "Mail addresses that get a hidden copy of each confirmation. For companies of role `ORG`."},
		EmailClientConfig(),
		{JSON: "supportConfigs", Kind: field.Inline, Derived: []string{"length"}, Attrs: []*field.Node{
			{Name: "support_configs", JSON: "elements", Kind: field.List, Key: []string{"tier"},
				Doc:  "How travelers reach the support desk, one element for each tier of travelers.",
				Elem: &field.Node{Kind: field.Object, Attrs: supportConfig()}},
		}},
		{Name: "support_config", JSON: "supportConfig", Kind: field.Object, Attrs: supportConfig(),
			Deprecated: "Use support_configs: the vendor has announced the end of this property, from 2026-07-01.",
			Doc:        "How travelers reach the support desk, the same for all of them."},

		field.ExpensePartnerConfig("the company"),
		{Name: "carbon_cost_config", JSON: "carbonCostConfig", Kind: field.Object,
			Doc: "What emitted CO2 costs the company, from which the carbon cost of a trip is calculated: `price` for each `weight`.",
			Attrs: []*field.Node{
				field.Money("price", "price", field.Required, "Price of the emission of `weight` CO2."),
				field.Weight("weight", "weight", field.Required, "Mass of CO2 that costs `price`."),
			}},
		rewardsProgram(),
		oauthPartnerConfig(),

		{Name: "connectors", JSON: "connectors", Kind: field.List, Mode: field.DataOnly,
			Doc: "Companies that feed data about this company to the platform.",
			Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
				{Name: "connector_type", JSON: "connectorType", Enum: connectorType, Doc: "Kind of data that the connector delivers."},
				{Name: "connector_id", JSON: "connectorId", Wrap: "id", Doc: "Id of the company that operates the connector."},
			}}},
		{Name: "designation_tree", JSON: "designationTree", Kind: field.JSON, Mode: field.DataOnly,
			Doc: "Who reports to whom, by designation: the text of a JSON object `{name, children}` whose children are such objects again. Use `jsondecode`."},
	}
}

func emergencyContactInfos() *field.Node {
	return &field.Node{Name: "emergency_contact_infos", JSON: "emergencyContactInfos", Kind: field.List, Key: []string{"email"},
		Doc: "People of the company to turn to in an emergency of one of its travelers.",
		Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "email", JSON: "email", Mode: field.Required, Format: field.Email, Doc: "Mail address of the contact, which tells contacts apart."},
			field.Name("name", "name", field.Optional, "Name of the contact."),
			{Name: "designation", JSON: "designation", Doc: "Position of the contact in the company, such as `Travel manager`."},
			field.PhoneNumber("phone_number", "phoneNumber", field.Optional, "Phone number of the contact."),
			field.PostalAddress("address", "address", field.Optional, "Postal address of the contact."),
			field.UserOrgID("user_org_id", "userOrgId", field.Optional, "The contact as a user of the platform, where it is one."),
		}}}
}

func tmcDefaultConfiguration() *field.Node {
	return &field.Node{Name: "tmc_default_configuration", JSON: "tmcDefaultConfiguration", Kind: field.Object,
		Doc: "Through which TMCs the clients of this TMC book. For companies of role `TMC`.",
		Attrs: []*field.Node{
			{Name: "default_booking_tmc_id", JSON: "defaultBookingTmcId", Format: field.UUID,
				Doc: "Id of the booking TMC for all countries without an own entry in `country_wise_booking_tmcs`. Left out, the company itself is the booking TMC."},
			{Name: "country_wise_booking_tmcs", JSON: "countryWiseBookingTmcs", Kind: field.List, Key: []string{"countryCode"},
				Doc: "Booking TMCs of single countries, instead of the default.",
				Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
					{Name: "country_code", JSON: "countryCode", Mode: field.Required, Format: field.Country, Doc: "ISO 3166-1 alpha-2 code of the country, each once."},
					{Name: "booking_tmc_id", JSON: "bookingTmcId", Format: field.UUID, Mode: field.Required, Doc: "Id of the TMC through which travelers of the country book."},
				}}},
		}}
}

// EmailClientConfig is the account at a mail service, which a white label config has, too.
func EmailClientConfig() *field.Node {
	return &field.Node{Name: "email_client_config", JSON: "emailClientConfig", Kind: field.Object,
		Doc: "Account at a mail service through which the platform sends its mails in the company's name.",
		Attrs: []*field.Node{
			{Name: "client", JSON: "client", Enum: emailClientType, Mode: field.Required, Doc: "Mail service that has the account."},
			{Name: "credentials", JSON: "credentials", Kind: field.Object, Mode: field.Required, Doc: "How the platform identifies itself to the mail service.",
				Attrs: []*field.Node{
					{Name: "email_client_secret_key", JSON: "emailClientSecretKey", Kind: field.Object, Mode: field.Required, Doc: "API key of the account.",
						Attrs: []*field.Node{
							field.Secret("secret_key", "secretKey", "The API key itself. Sent by the create and when `secret_key_wo_version` changes; never kept in plan or state."),
							field.SecretVersion("secret_key"),
							{Name: "version_id", JSON: "versionId", Doc: "Version of the key as the API counts it. It is unrelated to `secret_key_wo_version`."},
						}},
				}},
			{Name: "default_sender_address", JSON: "defaultSenderAddress", Mode: field.Required, Format: field.Mailbox,
				Doc: "Mail address in the sender line. The mail service must allow the account to send from it."},
			{Name: "default_sender_name", JSON: "defaultSenderName", Doc: "Name in the sender line."},
		}}
}

// supportConfig is built once although it is used twice.
var supportConfig = sync.OnceValue(func() []*field.Node {
	appKey := field.Secret("app_key", "appKey", "Secret key of the application. Sent with these credentials whenever they are sent; never kept in plan or state.")
	appKey.Mode = field.Required
	freshdeskCredentials := []*field.Node{
		{Name: "domain", JSON: "domain", Mode: field.Required, Doc: "Domain of the company's Freshdesk."},
		{Name: "app_id", JSON: "appId", Mode: field.Required, Doc: "Id of the application at Freshdesk."},
		appKey,
		field.SecretVersion("app_key"),
	}
	return []*field.Node{
		{Name: "tier", JSON: "tier", Enum: tier, Default: "BASIC",
			Doc: "Travelers to whom these settings apply. The booking tool calls `BASIC` Standard and `SEAT1A` VIP."},
		field.PhoneNumbers("contact_numbers", "contactNumbers", field.Optional, "Phone numbers of the support desk."),
		{Name: "email_addresses", JSON: "emailAddresses", Kind: field.List, Unique: true, Elem: &field.Node{Format: field.Mailbox},
			Doc: "Mail addresses of the support desk."},
		{Name: "portal_urls", JSON: "portalUrls", Kind: field.List, Unique: true, Elem: &field.Node{}, Doc: "Addresses of support portals."},
		{Name: "freshdesk_config", JSON: "freshdeskConfig", Kind: field.Object, Doc: "Chat through Freshdesk.",
			Attrs: []*field.Node{
				{Name: "enabled", JSON: "enabled", Kind: field.Bool, Mode: field.Required, Default: true, Doc: "Whether the chat is offered."},
				{Name: "has_credentials", JSON: "hasCredentials", Kind: field.Bool, Mode: field.Required, Default: false,
					Doc: "Whether the company has a Freshdesk account of its own."},
				{Name: "credentials", JSON: "credentials", Kind: field.Object, Unanswered: true,
					Doc: "Access to the company's own Freshdesk account. The API takes these values but does not apply them: credentials are stored by hand at the vendor. Terraform sends them when they change, and finds drift in them once the API has some.",
					Attrs: []*field.Node{
						{Name: "web_credentials", JSON: "webCredentials", Kind: field.Object, Attrs: freshdeskCredentials, Doc: "Access of the web application."},
						{Name: "mobile_credentials", JSON: "mobileCredentials", Kind: field.Object, Attrs: freshdeskCredentials, Doc: "Access of the mobile application."},
					}},
			}},
		{Name: "genesys_config", JSON: "genesysConfig", Kind: field.Object, Doc: "Chat through Genesys. For Genesys Cloud there is `genesys_cloud_config`.",
			Attrs: []*field.Node{
				{Name: "enabled", JSON: "enabled", Kind: field.Bool, Mode: field.Required, Default: false, Doc: "Whether the chat is offered."},
				{Name: "data_url", JSON: "dataUrl", Mode: field.Required, Doc: "Address of the Genesys data service."},
			}},
		{Name: "genesys_cloud_config", JSON: "genesysCloudConfig", Kind: field.Object, Doc: "Chat through Genesys Cloud.",
			Attrs: []*field.Node{
				{Name: "enabled", JSON: "enabled", Kind: field.Bool, Mode: field.Required, Default: false, Doc: "Whether the chat is offered."},
				{Name: "deployment_id", JSON: "deploymentId", Mode: field.Required, Doc: "Id of the messenger deployment in Genesys Cloud."},
				{Name: "environment", JSON: "environment", Mode: field.Required, Doc: "Region of the Genesys Cloud organisation, in its own notation (`usa-1`)."},
				{Name: "genesys_script_url", JSON: "genesysScriptUrl", Mode: field.Required, Doc: "Address of the script that loads the messenger."},
				{Name: "client_id", JSON: "clientId", Doc: "Id of the OAuth client in Genesys Cloud. It is not a secret."},
			}},
		{Name: "zendesk_config", JSON: "zendeskConfig", Kind: field.Object, Doc: "Chat through Zendesk.",
			Attrs: []*field.Node{
				{Name: "enabled", JSON: "enabled", Kind: field.Bool, Mode: field.Required, Default: false, Doc: "Whether the chat is offered."},
				{Name: "integration_id", JSON: "integrationId", Mode: field.Required, Doc: "Id of the Zendesk channel of the web application."},
				{Name: "android_integration_id", JSON: "androidIntegrationId", Doc: "Id of the Zendesk channel of the Android application."},
				{Name: "ios_integration_id", JSON: "iosIntegrationId", Doc: "Id of the Zendesk channel of the iOS application."},
			}},
		{Name: "twilio_chat_config", JSON: "twilioChatConfig", Kind: field.Object, Doc: "Chat through Twilio.",
			Attrs: []*field.Node{
				{Name: "enabled", JSON: "enabled", Kind: field.Bool, Mode: field.Required, Doc: "Whether the chat is offered."},
			}},
		{Name: "cognigy_chat_config", JSON: "cognigyChatConfig", Kind: field.Object,
			Doc: "Chat through Cognigy. The API may refuse the object unless all attributes but `css_url` are set.",
			Attrs: []*field.Node{
				{Name: "enabled", JSON: "enabled", Kind: field.Bool, Doc: "Whether the chat is offered."},
				{Name: "script_url", JSON: "scriptUrl", Doc: "Address of the script that loads the chat."},
				{Name: "init_webchat_endpoint", JSON: "initWebchatEndpoint", Doc: "Address with which the script starts a chat (`initWebchat`)."},
				{Name: "session_timeout", JSON: "sessionTimeout", Kind: field.Int, Bits: 64, Doc: "Minutes after which a chat session ends."},
				{Name: "css_url", JSON: "cssUrl", Doc: "Address of a style sheet for the chat."},
			}},
	}
})

func rewardsProgram() *field.Node {
	return &field.Node{Name: "rewards_program", JSON: "rewardsProgram", Kind: field.Object,
		Deprecated: "The vendor has announced the end of this property, from 2026-07-01, and names no replacement.",
		Doc:        "Reward points of the partner and how they are redeemed. For companies of role `PARTNER_TMC`.",
		Attrs: []*field.Node{
			{Name: "allowed_user_roles", JSON: "allowedUserRoles", Kind: field.List, Elem: &field.Node{Enum: roleType}, Doc: "Roles whose users may redeem points."},
			{Name: "conversion_rate", JSON: "conversionRate", Kind: field.Object, Doc: "What a point is worth.",
				Attrs: []*field.Node{
					{Name: "currency_code", JSON: "currencyCode", Format: field.Currency, Doc: "ISO 4217 code of the currency in which points are valued."},
					{Name: "rate", JSON: "rate", Kind: field.Number, Doc: "Rate between points and units of that currency."},
				}},
			{Name: "redeemable_payment_methods", JSON: "redeemablePaymentMethods", Kind: field.List, Elem: &field.Node{Enum: field.PaymentMethod},
				Doc: "Means of payment in which points can be redeemed."},
			{Name: "backing_currency", JSON: "backingCurrency", Kind: field.List, Elem: &field.Node{Format: field.Currency},
				Doc: "ISO 4217 codes of the currencies that back the points."},
		}}
}

func oauthPartnerConfig() *field.Node {
	return &field.Node{Name: "oauth_partner_config", JSON: "oauthPartnerConfig", Kind: field.Object,
		Deprecated: "The vendor has announced the end of this property, from 2026-07-01, and names no replacement.",
		Doc:        "Exchange of tokens of the partner's own identity provider for tokens of the platform.",
		Attrs: []*field.Node{
			{Name: "name", JSON: "name", Mode: field.Required, Doc: "Name of the partner."},
			{Name: "do_persist_token", JSON: "doPersistToken", Kind: field.Bool, Mode: field.Required, Doc: "Whether the platform keeps the partner's token."},
			{Name: "user_detail_endpoint", JSON: "userDetailEndpoint", Kind: field.Object,
				Doc: "Service of the partner that tells whose token it is.",
				Attrs: []*field.Node{
					{Name: "url", JSON: "url", Mode: field.Required, Doc: "Address of the service."},
					{Name: "auth_header_name", JSON: "authHeaderName", Mode: field.Required, Doc: "Name of the HTTP header in which the service expects the token."},
					{Name: "user_identifier_type", JSON: "userIdentifierType", Enum: userIdentifierType, Doc: "By which property the platform looks for the user."},
					{Name: "response_attributes", JSON: "responseAttributes", Kind: field.List, Key: []string{"name"},
						Doc: "Where the attributes of the user stand in the service's answer.",
						Elem: &field.Node{Kind: field.Object, Attrs: []*field.Node{
							{Name: "name", JSON: "name", Enum: userInfoAttribute, Mode: field.Required, Doc: "Attribute of the user."},
							{Name: "json_xpath", JSON: "jsonXpath", Mode: field.Required, Doc: "Path of the value in the answer's JSON (`$.user.email`)."},
						}}},
				}},
			{Name: "token_verifier", JSON: "tokenVerifier", Kind: field.Object, Mode: field.Required,
				Doc: "How the platform verifies the partner's token.",
				Attrs: []*field.Node{
					{Name: "do_verify_token", JSON: "doVerifyToken", Kind: field.Bool, Mode: field.Required, Doc: "Whether tokens are verified at all."},
					{Name: "type", JSON: "type", Enum: tokenVerifierType, Doc: "Method of verification."},
					{Name: "verifier_details", JSON: "verifierDetails", Kind: field.Object, Doc: "What the method needs: the one attribute that fits `type`.",
						Attrs: []*field.Node{
							{Name: "okta_jwt_verifier", JSON: "oktaJwtVerifier", Kind: field.Object, Choice: true, Doc: "Verification of a JWT that Okta issued.",
								Attrs: []*field.Node{
									{Name: "oauth_url", JSON: "oauthUrl", Mode: field.Required, Doc: "Address of the authorization server at Okta."},
									{Name: "audience", JSON: "audience", Mode: field.Required, Doc: "Audience for which the token must have been issued."},
								}},
						}},
				}},
		}}
}
