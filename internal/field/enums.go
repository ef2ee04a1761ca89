package field

// The enums of shared shapes, with the names that the vendor gives them (those without one: ours).
var (
	// CompanyRole are the parts that a company plays on the platform.
	CompanyRole = &Enum{Name: "CompanyRole", Values: []string{
		"ORG", "TMC", "PARTNER_TMC", "HR_FEED_CONNECTOR", "TRIPS_DATA_CONNECTOR", "GLOBAL",
	}}
	// CountryCodeSource are the ways in which a dialling code was found.
	CountryCodeSource = &Enum{Name: "CountryCodeSource", Values: []string{
		"UNSPECIFIED", "FROM_NUMBER_WITH_PLUS_SIGN", "FROM_NUMBER_WITH_IDD", "FROM_NUMBER_WITHOUT_PLUS_SIGN",
		"FROM_DEFAULT_COUNTRY",
	}}
	// CustomFieldType are the kinds of custom field.
	CustomFieldType = &Enum{Name: "CustomFieldType", Values: []string{
		"QUESTION", "MEETING", "BUDGET", "BREX_TOKEN",
	}}
	// ExpensePartner are the expense systems.
	ExpensePartner = &Enum{Name: "ExpensePartner", Values: []string{
		"EXPENSIFY", "EMBURSE_CHROMERIVER", "BREX",
	}}
	// NameSuffix are what may follow a name.
	NameSuffix = &Enum{Name: "NameSuffix", Values: []string{
		"NAME_SUFFIX_UNKNOWN", "SR", "JR", "MD", "PHD", "II", "III", "IV", "DO", "ATTY", "V", "VI", "ESQ", "DC", "DDS",
		"VM", "JD", "SECOND", "THIRD",
	}}
	// PaymentMethod are the ways to pay, reward points included.
	PaymentMethod = &Enum{Name: "PaymentMethod", Values: []string{
		"PAYMENT_METHOD_UNKNOWN", "CREDIT_CARD", "BREX_POINTS", "CASH", "QANTAS_POINTS", "VENDOR_PROGRAM_PAYMENT",
		"DELAYED_INVOICING", "FLIGHT_CREDITS", "QANTAS_TRAVEL_FUND", "CUSTOM_VIRTUAL_PAYMENT", "FLIGHT_PASS",
		"MISCELLANEOUS_CREDIT_ORDER", "NO_PREPAYMENT",
	}}
	// Persona are the kinds of user.
	Persona = &Enum{Name: "Persona", Values: []string{
		"UNKNOWN_PERSONA", "EMPLOYEE", "GUEST", "PERSONAL", "RELATIVE", "ADHOC",
	}}
	// PhoneNumberType are the kinds of phone line.
	PhoneNumberType = &Enum{Name: "PhoneNumberType", Values: []string{
		"UNKNOWN_TYPE", "MOBILE", "LANDLINE",
	}}
	// SupplierType are the sources of travel content.
	SupplierType = &Enum{Name: "SupplierType", Values: []string{
		"SABRE", "AMADEUS", "TRAVEL_FUSION", "FARELOGIX_NDC", "ATPCO_NDC", "TRAINLINE", "AVIA", "QBR", "BCD",
		"QANTAS_HOTELS", "SOUTHWEST", "EXPEDIA", "HOTEL_HUB", "NDC", "MARRIOTT", "CLEARTRIP", "KYTE", "GROUNDSPAN",
		"SABRE_NDC", "BOOKING_COM", "CARTRAWLER", "PREMIER_INN", "TRAVELODGE", "ENTERPRISE", "HYATT", "NATIONAL", //nolint:misspell // a hotel chain
		"ALAMO", "HERTZ", "DOLLAR", "THRIFTY", "FIREFLY", "EUROSTAR", "AVIS", "BUDGET",
	}}
	// Tier are the tiers of service.
	Tier = &Enum{Name: "Tier", Values: []string{
		"BASIC", "SEAT1A",
	}}
	// TravelType are the segments of travel.
	TravelType = &Enum{Name: "TravelType", Values: []string{
		"AIR", "HOTEL", "CAR", "RAIL", "LIMO", "MISC", "ALL",
	}}
	// WeightUnit are the units of weight.
	WeightUnit = &Enum{Name: "WeightUnit", Values: []string{
		"KG", "LBS",
	}}
)
