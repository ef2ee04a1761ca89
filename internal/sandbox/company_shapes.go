package sandbox

import "encoding/json"

// companyCreationShape is the body that creates a company; companyShape is what is read and sent back as an update.
var (
	companyCreationShape = fields(companySettings, optional(list(supportConfig), "supportConfigs"))
	companyShape         = fields(
		required(reference, "id"),
		companySettings,
		optional(fields(optional(anInt32, "length"), optional(list(supportConfig), "elements")), "supportConfigs"),
		owned(byServer, aBoolean, "isActive"),
		owned(byServer, list(fields(
			required(enum("HR_FEED_CONNECTOR", "TRIPS_DATA_CONNECTOR"), "connectorType"),
			required(reference, "connectorId"),
		)), "connectors"),
		owned(byServer, designation, "designationTree"),
	)
)

var companySettings = fields(
	required(aString, "name"),
	required(aCode, "billingCurrency"),
	required(list(companyRole), "companyRoles"),
	optional(uniqueList(aString), "emailDomains"),
	optional(list(aString), "ccEmailAddresses", "bccEmailAddresses"),
	optional(list(aCode), "loyaltyBlockedCountries"),
	optional(aString, "externalId", "redirectUrl", "mobileRedirectUrl"),
	optional(aBoolean, "isSelfSignUpEnabled"),
	preset(false, aBoolean, "isFake", "allowDomainBasedAuthConfig"),
	optional(reference, "contractedBy", "bookingTmcId", "defaultBookingTmcId"),
	optional(postalAddress, "postalAddress"),
	optional(list(phoneNumber), "phoneNumbers"),
	optional(image, "companyLogo"),
	optional(list(fields(
		required(anEmail, "email"),
		optional(aString, "designation"),
		optional(postalAddress, "address"),
		optional(personName, "name"),
		optional(phoneNumber, "phoneNumber"),
		optional(userOrgID, "userOrgId"),
	)), "emergencyContactInfos"),
	optional(list(fields(
		required(aString, "title", "description"),
		optional(aString, "linkUrl", "linkDisplayText"),
	)), "announcements"),
	optional(supportConfig, "supportConfig"),
	optional(rewardsProgram, "rewardsProgram"),
	optional(fields(
		optional(aUUID, "defaultBookingTmcId"),
		optional(list(fields(required(aCode, "countryCode"), required(aUUID, "bookingTmcId"))), "countryWiseBookingTmcs"),
	), "tmcDefaultConfiguration"),
	optional(expensePartner, "expensePartnerConfig"),
	optional(list(enum("QUESTION", "MEETING", "BUDGET", "BREX_TOKEN")), "applicableCustomFieldTypes"),
	optional(oauthPartner, "oauthPartnerConfig"),
	optional(fields(optional(aBoolean, "allowCompanyAdminAccessToRelativesInfo")), "privacySettings"),
	optional(emailClient, "emailClientConfig"),
	optional(list(fields(required(aString, "partnerRole"), required(roleType, "spotnanaRole"))), "tmcPartnerRoleMappings"),
	optional(fields(
		required(money, "price"),
		required(fields(required(aNumber, "weight"), required(enum("KG", "LBS"), "unit")), "weight"),
	), "carbonCostConfig"),
	optional(list(fields(required(aString, "fieldName", "value"))), "companySpecifiedAttributes"),
).props

var companyRole = enum("ORG", "TMC", "PARTNER_TMC", "HR_FEED_CONNECTOR", "TRIPS_DATA_CONNECTOR", "GLOBAL")

// Shapes that several areas of the API share.
var (
	// reference is a wrapper around a UUID, looseRef one around any id.
	reference = fields(required(aUUID, "id"))
	looseRef  = fields(required(aString, "id"))

	postalAddress = fields(
		required(orderedList(aString), "addressLines"),
		required(aCode, "regionCode"),
		optional(orderedList(aString), "recipients"),
		optional(aString, "administrativeArea", "administrativeAreaName", "description", "languageCode", "locality",
			"locationCode", "organization", "postalCode", "continentCode", "regionName", "sortingCode", "sublocality", "timezone"),
		optional(aBoolean, "isDefault"),
		optional(anInt32, "revision"),
		optional(fields(required(aNumber, "latitude", "longitude")), "coordinates"),
	)
	phoneNumber = fields(
		optional(anInt32, "countryCode"),
		optional(anInt64, "nationalNumber"),
		preset(json.Number("0"), anInt32, "numberOfLeadingZeros"),
		preset(false, aBoolean, "italianLeadingZero"),
		optional(aCode, "isoCountryCode"),
		optional(aString, "extension", "preferredDomesticCarrierCode", "rawInput"),
		optional(enum("UNSPECIFIED", "FROM_NUMBER_WITH_PLUS_SIGN", "FROM_NUMBER_WITH_IDD", "FROM_NUMBER_WITHOUT_PLUS_SIGN",
			"FROM_DEFAULT_COUNTRY"), "countryCodeSource"),
		optional(enum("UNKNOWN_TYPE", "MOBILE", "LANDLINE"), "type"),
	)
	personName = fields(
		required(aString, "given", "family1"),
		optional(aString, "family2", "middle", "preferred"),
		optional(enum("NAME_SUFFIX_UNKNOWN", "SR", "JR", "MD", "PHD", "II", "III", "IV", "DO", "ATTY", "V", "VI", "ESQ", "DC",
			"DDS", "VM", "JD", "SECOND", "THIRD"), "suffix"),
	)
	image = fields(
		optional(someBytes, "data"),
		optional(aString, "url"),
		optional(fields(optional(anInt32, "height", "width")), "dimensions"),
	)
	// money carries metadata of one kind only, so far.
	money = func() *shape {
		plain := fields(
			required(aNumber, "amount"),
			required(aCode, "currencyCode"),
			optional(aNumber, "convertedAmount"),
			optional(aCode, "convertedCurrency"),
		)
		flightPass := fields(
			preset("FlightPassPaymentMetadata", aString, "metadataType"),
			required(fields(
				optional(aString, "flightPassNumber"),
				optional(fields(
					optional(plain, "totalAmount", "baseAmount", "totalTaxes"),
					optional(list(fields(optional(aString, "code"), optional(plain, "amount"))), "taxBreakdown"),
				), "flightPassAmounts"),
			), "flightPassMetadata"),
		)
		// A flight pass holds amounts again, of any depth.
		plain.props = append(plain.props, optional(list(fields(
			optional(paymentMethod, "coinageCode"),
			optional(aNumber, "amount", "conversionRate", "preferredCurrencyConversionRate"),
			optional(flightPass, "otherCoinageMetadata"),
		)), "otherCoinage")...)
		return plain
	}()
	paymentMethod = enum("PAYMENT_METHOD_UNKNOWN", "CREDIT_CARD", "BREX_POINTS", "CASH", "QANTAS_POINTS",
		"VENDOR_PROGRAM_PAYMENT", "DELAYED_INVOICING", "FLIGHT_CREDITS", "QANTAS_TRAVEL_FUND", "CUSTOM_VIRTUAL_PAYMENT",
		"FLIGHT_PASS", "MISCELLANEOUS_CREDIT_ORDER", "NO_PREPAYMENT")
	roleType = enum("UNKNOWN_TYPE", "COMPANY_ADMIN", "COMPANY_TRAVEL_ARRANGER", "TRAVEL_ARRANGER", "COMPANY_REPORT_ADMIN",
		"GLOBAL_ADMIN", "GLOBAL_AGENT", "TMC_AGENT", "TMC_ADMIN")
	travelType = enum("AIR", "HOTEL", "CAR", "RAIL", "LIMO", "MISC", "ALL")
)

var (
	userOrgID = fields(
		required(reference, "userId"),
		required(looseRef, "organizationId"),
		optional(looseRef, "organizationAgencyId"),
		optional(fields(
			required(reference, "id"),
			required(fields(required(reference, "tmcId")), "primaryServiceProviderTmc"),
			optional(list(fields(
				required(reference, "tmcId"),
				required(supplier, "supplier"),
				required(travelType, "travelType"),
			)), "secondaryServiceProviderTmcs"),
			optional(reference, "partnerTmcId"),
		), "tmcInfo"),
		optional(fields(required(companyCard, "contractingTmc", "bookingTmc")), "tmcBasicInfo"),
	)
	companyCard = fields(required(reference, "id"), optional(aString, "name"), optional(image, "logo"))
	supplier    = enum("SABRE", "AMADEUS", "TRAVEL_FUSION", "FARELOGIX_NDC", "ATPCO_NDC", "TRAINLINE", "AVIA", "QBR", "BCD",
		"QANTAS_HOTELS", "SOUTHWEST", "EXPEDIA", "HOTEL_HUB", "NDC", "MARRIOTT", "CLEARTRIP", "KYTE", "GROUNDSPAN", "SABRE_NDC",
		"BOOKING_COM", "CARTRAWLER", "PREMIER_INN", "TRAVELODGE", "ENTERPRISE", "HYATT", "NATIONAL", "ALAMO", "HERTZ", "DOLLAR", //nolint:misspell // a hotel chain
		"THRIFTY", "FIREFLY", "EUROSTAR", "AVIS", "BUDGET")
)

// supportConfig ignores Freshdesk's credentials: the vendor stores them by hand.
var (
	supportConfig = fields(
		optional(list(phoneNumber), "contactNumbers"),
		optional(uniqueList(aString), "emailAddresses", "portalUrls"),
		preset("BASIC", enum("BASIC", "SEAT1A"), "tier"),
		optional(fields(
			required(aBoolean, "enabled", "hasCredentials"),
			owned(byServer, fields(optional(freshdeskDetails, "webCredentials", "mobileCredentials")), "credentials"),
		), "freshdeskConfig"),
		optional(fields(required(aBoolean, "enabled"), required(aString, "dataUrl")), "genesysConfig"),
		optional(fields(
			required(aBoolean, "enabled"),
			required(aString, "integrationId"),
			optional(aString, "androidIntegrationId", "iosIntegrationId"),
		), "zendeskConfig"),
		optional(fields(
			required(aBoolean, "enabled"),
			required(aString, "deploymentId", "environment", "genesysScriptUrl"),
			optional(aString, "clientId"),
		), "genesysCloudConfig"),
		optional(fields(required(aBoolean, "enabled")), "twilioChatConfig"),
		optional(fields(
			optional(aBoolean, "enabled"),
			optional(aString, "scriptUrl", "initWebchatEndpoint", "cssUrl"),
			optional(anInt64, "sessionTimeout"),
		), "cognigyChatConfig"),
	)
	freshdeskDetails = fields(required(aString, "domain", "appId", "appKey"))
)

var rewardsProgram = fields(
	optional(list(roleType), "allowedUserRoles"),
	optional(fields(optional(aCode, "currencyCode"), optional(aNumber, "rate")), "conversionRate"),
	optional(list(paymentMethod), "redeemablePaymentMethods"),
	optional(list(aCode), "backingCurrency"),
)

var (
	expensePartner = fields(
		required(enum("EXPENSIFY", "EMBURSE_CHROMERIVER", "BREX"), "partner"),
		optional(fields(
			required(aString, "expensePartnerEmail"),
			optional(aString, "centralCardExpenseEmail", "bccEmail"),
			optional(fields(
				optional(aBoolean, "sendToTraveler"),
				optional(aString, "personalCardExpenseEmail"),
			), "personalCardConfig"),
		), "emailConfig"),
		optional(list(travelType), "travelType"),
		preset(true, aBoolean, "isExpensePartnerEnabled"),
		optional(aBoolean, "reportCustomFields"),
		optional(expenseOwner, "personalCardExpenseOwner", "centralCardExpenseOwner"),
		optional(aString, "partnerReferralId"),
		optional(fields(preset(false, aBoolean, "skipModificationUpdate", "skipCancellationUpdate")), "itineraryConfig"),
	)
	expenseOwner = fields(optional(aBoolean, "traveler"), optional(aString, "centralEmail"))
)

var (
	oauthPartner = fields(
		required(aString, "name"),
		required(aBoolean, "doPersistToken"),
		required(fields(
			required(aBoolean, "doVerifyToken"),
			optional(enum("OKTA_JWT"), "type"),
			optional(fields(
				optional(fields(required(aString, "oauthUrl", "audience")), "oktaJwtVerifier"),
			), "verifierDetails"),
		), "tokenVerifier"),
		optional(fields(
			required(aString, "url", "authHeaderName"),
			optional(userIdentifier, "userIdentifierType"),
			optional(list(fields(required(userIdentifier, "name"), required(aString, "jsonXpath"))), "responseAttributes"),
		), "userDetailEndpoint"),
	)
	userIdentifier = enum("PID", "EMAIL", "EXTERNAL_ID")
)

var emailClient = fields(
	required(enum("AWS_SES", "SENDGRID"), "client"),
	required(aString, "defaultSenderAddress"),
	optional(aString, "defaultSenderName"),
	required(fields(required(fields(
		owned(asSecret, aString, "secretKey"),
		optional(aString, "versionId"),
	), "emailClientSecretKey")), "credentials"),
)

// designation is a tree.
var designation = func() *shape {
	node := fields(optional(aString, "name"))
	node.props = append(node.props, optional(list(node), "children")...)
	return node
}()
