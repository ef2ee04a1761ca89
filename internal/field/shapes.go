package field

import "slices"

// The shapes that several APIs share. Each builder returns a fresh node for one use, around attributes that exist once.
// Pass empty names for the element of a list.

const (
	writeOnlySuffix = "_wo"
	versionSuffix   = "_version"
)

// Secret is a string that is sent and never kept: a write-only argument called name_wo. Its SecretVersion must stand
// beside it.
func Secret(name, json, doc string) *Node {
	return &Node{Name: name + writeOnlySuffix, JSON: json, Sensitive: true, Doc: doc}
}

// SecretVersion is the number beside Secret(name, …) that says when to send the secret again.
func SecretVersion(name string) *Node {
	secret := name + writeOnlySuffix
	return &Node{Name: secret + versionSuffix, Kind: Local, Doc: "Number of the secret in `" + secret + "`, counted by you. " +
		"Terraform does not keep the secret and so cannot see a new one: raise this number, with the secret given, to have it sent again. A new number without a secret is an error. It is not sent itself."}
}

// PostalAddress is an address with a country, and optionally with map coordinates.
func PostalAddress(name, json string, mode Mode, doc string) *Node {
	return object(name, json, mode, doc, postalAddress)
}

var postalAddress = []*Node{
	{Name: "address_lines", JSON: "addressLines", Kind: List, Elem: &Node{}, Mode: Required, Ordered: true,
		Doc: "Street, house number and whatever else stands above the town on an envelope, one element per line, in their order."},
	{Name: "administrative_area", JSON: "administrativeArea",
		Doc: "Code of the state, province or prefecture (`CA`), where addresses of the country have one. Leave it out for countries like Switzerland that do without."},
	{Name: "administrative_area_name", JSON: "administrativeAreaName", Doc: "Full name of the area that `administrative_area` abbreviates (`California`)."},
	{Name: "description", JSON: "description", Doc: "Label of the address for human readers, such as `Headquarters`."},
	{Name: "is_default", JSON: "isDefault", Kind: Bool, Doc: "Whether this address is taken where several are on file and none is asked for."},
	{Name: "language_code", JSON: "languageCode", Format: Language,
		Doc: "BCP 47 tag of the language in which the address is written (`en`, `zh-Hant`). It only influences how the address is laid out."},
	{Name: "locality", JSON: "locality", Doc: "City, town or village."},
	{Name: "location_code", JSON: "locationCode", Doc: "Three-letter IATA code of the city or airport (`SFO`)."},
	{Name: "organization", JSON: "organization", Doc: "Organisation that receives mail at the address."},
	{Name: "postal_code", JSON: "postalCode",
		Doc: "Postal code. The API does not require it in every address, but expects it in those of users, legal entities and companies."},
	{Name: "continent_code", JSON: "continentCode", Doc: "Two-letter code of the continent (`EU`)."},
	{Name: "recipients", JSON: "recipients", Kind: List, Elem: &Node{}, Doc: "People or departments that receive mail at the address."},
	{Name: "region_code", JSON: "regionCode", Mode: Required, Format: Country, Doc: "ISO 3166-1 alpha-2 code of the country (`DE`)."},
	{Name: "region_name", JSON: "regionName", Doc: "Name of the country that `region_code` stands for."},
	{Name: "revision", JSON: "revision", Kind: Int, Doc: "Revision number of the address format. There is rarely a reason to set it."},
	{Name: "sorting_code", JSON: "sortingCode",
		Doc: "Extra code that a few countries use for sorting mail, such as `CEDEX 7` in France or the sector code in Jamaica."},
	{Name: "sublocality", JSON: "sublocality", Doc: "Part of the town: a neighbourhood, borough or district."},
	{Name: "timezone", JSON: "timezone", Doc: "Name of the time zone in the IANA database (`Europe/Berlin`)."},
	Latlng("coordinates", "coordinates", Optional, "Place of the address on the map."),
}

// Latlng is a point on the globe.
func Latlng(name, json string, mode Mode, doc string) *Node {
	return object(name, json, mode, doc, latlng)
}

var latlng = []*Node{
	{Name: "latitude", JSON: "latitude", Kind: Number, Mode: Required, Doc: "Degrees north of the equator, negative to the south of it."},
	{Name: "longitude", JSON: "longitude", Kind: Number, Mode: Required, Doc: "Degrees east of Greenwich, negative to the west of it."},
}

// PhoneNumber is a telephone number in its parts.
func PhoneNumber(name, json string, mode Mode, doc string) *Node {
	return object(name, json, mode, doc, phoneNumber)
}

// PhoneNumbers is a list of telephone numbers. They have no key: a number may be given as raw_input or in its parts.
func PhoneNumbers(name, json string, mode Mode, doc string) *Node {
	return &Node{Name: name, JSON: json, Kind: List, Mode: mode, Doc: doc, Elem: PhoneNumber("", "", Optional, "")}
}

var phoneNumber = []*Node{
	{Name: "country_code", JSON: "countryCode", Kind: Int, Doc: "Dialling code of the country, as a number without plus sign (`49` for Germany)."},
	{Name: "country_code_source", JSON: "countryCodeSource", Enum: CountryCodeSource,
		Doc: "From what the dialling code was concluded when `raw_input` was taken apart."},
	{Name: "extension", JSON: "extension", Doc: "Extension to dial once connected."},
	{Name: "iso_country_code", JSON: "isoCountryCode", Format: Country,
		Doc: "ISO 3166-1 alpha-2 code of the country, for dialling codes that several countries share (`US` and `CA`)."},
	{Name: "italian_leading_zero", JSON: "italianLeadingZero", Kind: Bool, Default: false,
		Doc: "Whether a leading zero belongs to the number and must be dialled from abroad too, as in Italy. `national_number` cannot show it."},
	{Name: "national_number", JSON: "nationalNumber", Kind: Int, Bits: 64, Doc: "Number without dialling code, leading zeros and extension."},
	{Name: "number_of_leading_zeros", JSON: "numberOfLeadingZeros", Kind: Int, Default: int64(0),
		Doc: "How many zeros precede `national_number`, where `italian_leading_zero` is true."},
	{Name: "preferred_domestic_carrier_code", JSON: "preferredDomesticCarrierCode",
		Doc: "Code of the carrier to dial through, in countries where callers choose one."},
	{Name: "raw_input", JSON: "rawInput", Doc: "Number as it was typed, before it was taken apart."},
	{Name: "type", JSON: "type", Enum: PhoneNumberType, Doc: "Kind of line behind the number."},
}

// Name is the name of a person.
func Name(name, json string, mode Mode, doc string) *Node {
	return object(name, json, mode, doc, personName)
}

var personName = []*Node{
	{Name: "family1", JSON: "family1", Mode: Required, Doc: "Family name."},
	{Name: "family2", JSON: "family2", Doc: "Second family name, as is customary in Spain."},
	{Name: "given", JSON: "given", Mode: Required, Doc: "Given name."},
	{Name: "middle", JSON: "middle", Doc: "Middle name."},
	{Name: "suffix", JSON: "suffix", Enum: NameSuffix, Doc: "Generation or title that follows the name."},
	{Name: "preferred", JSON: "preferred", Doc: "Name by which the person wants to be addressed. It never appears on bookings or tickets."},
}

// Image is a picture, inline or by address.
func Image(name, json string, mode Mode, doc string) *Node {
	return object(name, json, mode, doc, image)
}

var image = []*Node{
	{Name: "data", JSON: "data", Doc: "Content of the picture, Base64 encoded (`filebase64(\"logo.png\")`). " +
		"Give this or `url`; `url` keeps plans and states small."},
	{Name: "dimensions", JSON: "dimensions", Kind: Object, Doc: "Size of the picture.", Attrs: []*Node{
		{Name: "height", JSON: "height", Kind: Int, Doc: "Height in pixels."},
		{Name: "width", JSON: "width", Kind: Int, Doc: "Width in pixels."},
	}},
	{Name: "url", JSON: "url", Doc: "Address at which the picture can be fetched."},
}

// CompanyRef names a company and carries what is needed to show it.
func CompanyRef(name, json string, mode Mode, doc string) *Node {
	return object(name, json, mode, doc, companyRef)
}

var companyRef = []*Node{
	{Name: "id", JSON: "id", Wrap: "id", Format: UUID, Mode: Required, Doc: "Id of the company."},
	{Name: "name", JSON: "name", Doc: "Name of the company. The id alone identifies it."},
	Image("logo", "logo", Optional, "Logo of the company."),
}

// UserOrgID is a user together with the organisation and the travel management companies that serve it.
func UserOrgID(name, json string, mode Mode, doc string) *Node {
	return object(name, json, mode, doc, userOrgID)
}

var userOrgID = []*Node{
	{Name: "organization_agency_id", JSON: "organizationAgencyId", Wrap: "id",
		Deprecated: "The vendor has announced the end of this property, from 2026-07-01, and names no replacement.",
		Doc:        "Id of the agency of the user's organisation."},
	{Name: "organization_id", JSON: "organizationId", Wrap: "id", Mode: Required, Doc: "Id of the organisation (company) to which the user belongs."},
	{Name: "user_id", JSON: "userId", Wrap: "id", Format: UUID, Mode: Required, Doc: "Id of the user."},
	{Name: "tmc_info", JSON: "tmcInfo", Kind: Object,
		Deprecated: "Use tmc_basic_info, which names the contracting and the booking TMC: the vendor has announced the end of this property, from 2026-07-01.",
		Doc:        "Travel management company (TMC) of the organisation, and the TMCs that fulfil its bookings.",
		Attrs: []*Node{
			{Name: "id", JSON: "id", Wrap: "id", Format: UUID, Mode: Required, Doc: "Id of the TMC."},
			{Name: "primary_service_provider_tmc", JSON: "primaryServiceProviderTmc", Kind: Object, Mode: Required,
				Doc:   "TMC that fulfils bookings unless `secondary_service_provider_tmcs` names another one.",
				Attrs: []*Node{{Name: "tmc_id", JSON: "tmcId", Wrap: "id", Format: UUID, Mode: Required, Doc: "Id of the primary TMC."}}},
			{Name: "secondary_service_provider_tmcs", JSON: "secondaryServiceProviderTmcs", Kind: List, Key: []string{"supplier", "travelType"},
				Doc: "TMCs that fulfil the bookings of single suppliers and travel types.",
				Elem: &Node{Kind: Object, Attrs: []*Node{
					{Name: "tmc_id", JSON: "tmcId", Wrap: "id", Format: UUID, Mode: Required, Doc: "Id of the secondary TMC."},
					{Name: "supplier", JSON: "supplier", Enum: SupplierType, Mode: Required, Doc: "Source of content whose bookings this TMC fulfils."},
					{Name: "travel_type", JSON: "travelType", Enum: TravelType, Mode: Required, Doc: "Segment of travel whose bookings this TMC fulfils."},
				}}},
			{Name: "partner_tmc_id", JSON: "partnerTmcId", Wrap: "id", Format: UUID,
				Doc: "Id of the partner TMC (role `PARTNER_TMC`) that brought the organisation onto the platform."},
		}},
	{Name: "tmc_basic_info", JSON: "tmcBasicInfo", Kind: Object,
		Doc: "Travel management companies (TMCs) that serve the organisation.",
		Attrs: []*Node{
			CompanyRef("contracting_tmc", "contractingTmc", Required, "TMC with which the organisation has its contract."),
			CompanyRef("booking_tmc", "bookingTmc", Required, "TMC through which the organisation's bookings are made."),
		}},
}

// UserBasicInfo is what others see of a user.
func UserBasicInfo(name, json string, mode Mode, doc string) *Node {
	return object(name, json, mode, doc, userBasicInfo)
}

var userBasicInfo = []*Node{
	UserOrgID("user_org_id", "userOrgId", Optional, "Id of the user and of the organization behind him."),
	{Name: "persona", JSON: "persona", Enum: Persona, Doc: "Kind of user."},
	{Name: "email", JSON: "email", Format: Email, Doc: "Mail address of the user."},
	Name("name", "name", Optional, "Name of the user."),
	Image("profile_picture", "profilePicture", Optional, "Picture of the user."),
	{Name: "tier", JSON: "tier", Enum: Tier, Default: "BASIC", Doc: "Tier of service of the user: `SEAT1A` is what the booking tool calls VIP."},
	PhoneNumber("phone_number", "phoneNumber", Optional, "Phone number of the user."),
	{Name: "employee_id", JSON: "employeeId", Doc: "Number of the user in his company."},
	{Name: "is_active", JSON: "isActive", Kind: Bool, Doc: "Whether the user may use the platform."},
}

// Money is an amount with what it is worth in another currency and in points.
func Money(name, json string, mode Mode, doc string) *Node {
	return object(name, json, mode, doc, money)
}

var money = slices.Concat(simpleMoney, []*Node{
	{Name: "converted_amount", JSON: "convertedAmount", Kind: Number,
		Doc: "The same amount in `converted_currency`, in whole units with decimals. The API fills it in where it was asked to convert; there is rarely a reason to set it."},
	{Name: "converted_currency", JSON: "convertedCurrency", Format: Currency, Doc: "ISO 4217 code of the currency of `converted_amount`."},
	{Name: "other_coinage", JSON: "otherCoinage", Kind: List, Key: []string{"coinageCode"},
		Doc: "What the amount is worth in reward points and other means of payment that are not currencies.",
		Elem: &Node{Kind: Object, Attrs: []*Node{
			{Name: "coinage_code", JSON: "coinageCode", Enum: PaymentMethod, Doc: "Points programme or other means of payment."},
			{Name: "amount", JSON: "amount", Kind: Number, Doc: "Amount in points (or whatever `coinage_code` counts)."},
			{Name: "conversion_rate", JSON: "conversionRate", Kind: Number, Doc: "Value of one point in the currency of the amount."},
			{Name: "preferred_currency_conversion_rate", JSON: "preferredCurrencyConversionRate", Kind: Number,
				Doc: "Value of one point in the currency that the traveler prefers."},
			// It holds amounts of money again, which have other coinage again.
			{Name: "other_coinage_metadata", JSON: "otherCoinageMetadata", Kind: JSON,
				Doc: "Details of the means of payment as the text of a JSON object (`jsonencode({…})`): for a flight pass its number and fare breakdown."},
		}}},
})

// SimpleMoney is an amount in one currency.
func SimpleMoney(name, json string, mode Mode, doc string) *Node {
	return object(name, json, mode, doc, simpleMoney)
}

var simpleMoney = []*Node{
	{Name: "amount", JSON: "amount", Kind: Number, Mode: Required, Doc: "Amount in whole units of the currency, with decimals (`12.5` is twelve euros fifty)."},
	{Name: "currency_code", JSON: "currencyCode", Mode: Required, Format: Currency, Doc: "ISO 4217 code of the currency (`EUR`)."},
}

// Price is an answered amount, with what it is in another currency, and without the means of payment that are no currencies, such
// as reward points or the number of a flight pass: for data sources that have nothing of payments.
func Price(name, json, doc string) *Node {
	return object(name, json, Optional, doc, price)
}

var price = []*Node{
	{Name: "amount", JSON: "amount", Kind: Number, Doc: "Amount in whole units of the currency, with decimals."},
	{Name: "currency_code", JSON: "currencyCode", Format: Currency, Doc: "ISO 4217 code of the currency (`EUR`)."},
	{Name: "converted_amount", JSON: "convertedAmount", Kind: Number, Doc: "The same amount in `converted_currency`, where the platform converted it."},
	{Name: "converted_currency", JSON: "convertedCurrency", Format: Currency, Doc: "ISO 4217 code of the currency of `converted_amount`."},
}

// Weight is a mass with its unit.
func Weight(name, json string, mode Mode, doc string) *Node {
	return object(name, json, mode, doc, weight)
}

var weight = []*Node{
	{Name: "weight", JSON: "weight", Kind: Number, Mode: Required, Doc: "Mass in units of `unit`."},
	{Name: "unit", JSON: "unit", Enum: WeightUnit, Mode: Required, Doc: "Unit of `weight`."},
}

// IntRange is a range of whole numbers, open where a limit is left out. The unit belongs in doc.
func IntRange(name, json string, mode Mode, doc string) *Node {
	return object(name, json, mode, doc, intRange)
}

// NumberRange is a range of decimal numbers, open where a limit is left out. The unit belongs in doc.
func NumberRange(name, json string, mode Mode, doc string) *Node {
	return object(name, json, mode, doc, numberRange)
}

var intRange, numberRange = limits(Int), limits(Number)

func limits(k Kind) []*Node {
	return []*Node{
		{Name: "min", JSON: "min", Kind: k, Doc: "Smallest value that belongs to the range. Leave it out for a range without lower limit."},
		{Name: "max", JSON: "max", Kind: k, Doc: "Largest value that belongs to the range. Leave it out for a range without upper limit."},
	}
}

func object(name, json string, mode Mode, doc string, attrs []*Node) *Node {
	return &Node{Name: name, JSON: json, Kind: Object, Mode: mode, Doc: doc, Attrs: attrs}
}

// Strings is a list of strings of a format, without an order.
func Strings(name, json string, format Format, doc string) *Node {
	return Listed(name, json, &Node{Format: format}, doc)
}

// Listed is a list of such elements, without an order.
func Listed(name, json string, elem *Node, doc string) *Node {
	return &Node{Name: name, JSON: json, Kind: List, Elem: elem, Doc: doc}
}

// IDs is a list of UUIDs, each a reference at the API, without an order.
func IDs(name, json, doc string) *Node {
	return Listed(name, json, &Node{Wrap: "id", Format: UUID}, doc)
}

// DateRange is a range of days by which a list is narrowed.
func DateRange(name, json, doc string) *Node {
	return &Node{Name: name, JSON: json, Kind: Object, Doc: doc, Attrs: []*Node{
		{Name: "start_date", JSON: "startDate", Wrap: "iso8601", Format: Date, Doc: "First day of the range; without it there is no lower limit."},
		{Name: "end_date", JSON: "endDate", Wrap: "iso8601", Format: Date, Doc: "Last day of the range; without it there is no upper limit."},
	}}
}

// ExpensePartnerConfig is the transfer of bookings to an expense system, set up for a company or for one of its legal entities.
func ExpensePartnerConfig(of string) *Node {
	owner := []*Node{
		{Name: "traveler", JSON: "traveler", Kind: Bool,
			Doc: "Whether the expense goes to the account of the traveler who made the booking. If true, leave `central_email` out."},
		{Name: "central_email", JSON: "centralEmail", Format: Mailbox, Doc: "Mail address of the central account to which the expense goes instead."},
	}
	return &Node{Name: "expense_partner_config", JSON: "expensePartnerConfig", Kind: Object,
		Doc: "Transfer of bookings to an expense system.",
		Attrs: []*Node{
			{Name: "partner", JSON: "partner", Enum: ExpensePartner, Mode: Required, Doc: "Expense system that gets the bookings."},
			{Name: "is_expense_partner_enabled", JSON: "isExpensePartnerEnabled", Kind: Bool, Default: true,
				Doc: "Whether bookings are transferred. With false the settings are kept and not used."},
			{Name: "partner_referral_id", JSON: "partnerReferralId", Doc: "Id under which the expense system registered " + of + " when the transfer was set up."},
			{Name: "travel_type", JSON: "travelType", Kind: List, Elem: &Node{Enum: TravelType}, Doc: "Segments of travel whose bookings are transferred."},
			{Name: "report_custom_fields", JSON: "reportCustomFields", Kind: Bool, Doc: "Whether the custom fields of a booking are transferred too."},
			{Name: "itinerary_config", JSON: "itineraryConfig", Kind: Object, Doc: "Which later changes of a booking are kept from the expense system.",
				Attrs: []*Node{
					{Name: "skip_modification_update", JSON: "skipModificationUpdate", Kind: Bool, Default: false,
						Doc: "Whether expenses of modified bookings are left out."},
					{Name: "skip_cancellation_update", JSON: "skipCancellationUpdate", Kind: Bool, Default: false,
						Doc: "Whether expenses of cancelled bookings are left out."},
				}},
			{Name: "personal_card_expense_owner", JSON: "personalCardExpenseOwner", Kind: Object, Attrs: owner,
				Doc: "Against whom expenses are reported that were paid with a personal card."},
			{Name: "central_card_expense_owner", JSON: "centralCardExpenseOwner", Kind: Object, Attrs: owner,
				Doc: "Against whom expenses are reported that were paid with the company's central card."},
			{Name: "email_config", JSON: "emailConfig", Kind: Object, Doc: "Mail addresses, for expense systems that take receipts by mail.",
				Attrs: []*Node{
					{Name: "expense_partner_email", JSON: "expensePartnerEmail", Mode: Required, Format: Mailbox,
						Doc: "Mail address at which the expense system takes receipts."},
					{Name: "central_card_expense_email", JSON: "centralCardExpenseEmail", Format: Mailbox,
						Doc: "Mail address of the account for bookings paid with the central card."},
					{Name: "personal_card_config", JSON: "personalCardConfig", Kind: Object, Doc: "Account for bookings paid with a personal card.",
						Attrs: []*Node{
							{Name: "send_to_traveler", JSON: "sendToTraveler", Kind: Bool,
								Doc: "Whether the receipt goes to the traveler's own account in the expense system."},
							{Name: "personal_card_expense_email", JSON: "personalCardExpenseEmail", Format: Mailbox,
								Doc: "Mail address of the account in the expense system that gets the receipt."},
						}},
					{Name: "bcc_email", JSON: "bccEmail", Format: Mailbox, Doc: "Mail address that gets a hidden copy of each mail to the expense system."},
				}},
		}}
}

// CompanySpecifiedAttributes are free fields that somebody keeps with a company or with one of its legal entities.
func CompanySpecifiedAttributes(with string) *Node {
	return &Node{Name: "company_specified_attributes", JSON: "companySpecifiedAttributes", Kind: List, Key: []string{"fieldName"},
		Doc: "Free fields of your own, kept with " + with + ".",
		Elem: &Node{Kind: Object, Attrs: []*Node{
			{Name: "field_name", JSON: "fieldName", Mode: Required, Doc: "Name of the field."},
			{Name: "value", JSON: "value", Mode: Required, Doc: "Value of the field."},
		}}}
}
