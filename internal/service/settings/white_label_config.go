package settings

import (
	"sync"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/endpoint"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/field"
	"github.com/travel-as-code/terraform-provider-spotnana/internal/service/company"
)

// WhiteLabelConfigTree declares a white label config.
var WhiteLabelConfigTree = sync.OnceValue(func() *field.Tree {
	return &field.Tree{
		Parents: []*field.Node{endpoint.Company(), endpoint.Role()},
		Root: &field.Node{Kind: field.Object, Attrs: []*field.Node{
			{Name: "company_name", JSON: "companyName", Doc: "Name under which the company appears."},
			{Name: "colors", JSON: "colors", Kind: field.Object, Doc: "Colors of the booking tool and of mails, where `theme_config` says nothing.", Attrs: whiteLabelColors},
			{Name: "web_links", JSON: "webLinks", Kind: field.Object, Doc: "Pages and pictures of the company.", Attrs: webLinks},
			{Name: "from_email_address", JSON: "fromEmailAddress", Format: field.Mailbox, Doc: "Mail address that mails come from."},
			{Name: "font_family", JSON: "fontFamily", Default: "Arial", Doc: "Font of the booking tool."},
			{Name: "email_font_family", JSON: "emailFontFamily", Default: "Roboto", Doc: "Font of mails."},
			{Name: "font_family_css", JSON: "fontFamilyCss", Doc: "Address of the style sheet that defines the font."},
			company.EmailClientConfig(),
			{Name: "client_routing_base_path", JSON: "clientRoutingBasePath", Doc: "Path below which the booking tool calls the API. Without it that is `/`."},
			{Name: "routing_config", JSON: "routingConfig", Kind: field.Object, Doc: "Pages within the booking tool.", Attrs: []*field.Node{
				{Name: "app_home_route", JSON: "appHomeRoute", Doc: "Path of the page that comes first (`/my-account`)."},
			}},
			{Name: "privacy_disclaimer", JSON: "privacyDisclaimer", Kind: field.Object, Doc: "What the login page says of privacy.", Attrs: []*field.Node{
				{Name: "show", JSON: "show", Kind: field.Bool, Default: true, Doc: "Whether the login page says it."},
				{Name: "html", JSON: "html", Format: field.Markup, Doc: "The text, as HTML."},
			}},
			{Name: "visa_requirements", JSON: "visaRequirements", Format: field.Markup, Doc: "What travelers are told about visas, as HTML."},
			{Name: "theme_config", JSON: "themeConfig", Kind: field.Object, Doc: "Colors, fonts and shapes of the newer booking tool. What is left out is as `colors` and `font_family` say.", Attrs: []*field.Node{
				{Name: "font_family", JSON: "fontFamily", Kind: field.List, Ordered: true, Elem: &field.Node{}, Doc: "Fonts, of which the first counts that can be loaded."},
				{Name: "palette", JSON: "palette", Kind: field.Object, Doc: "Colors by what they are for.", Attrs: []*field.Node{
					{Name: "light", JSON: "light", Kind: field.Object, Doc: "Colors on light ground.", Attrs: themeColors},
					{Name: "dark", JSON: "dark", Kind: field.Object, Doc: "Colors on dark ground.", Attrs: themeColors},
				}},
				{Name: "overrides", JSON: "overrides", Kind: field.Object, Doc: "Shapes of parts of the pages.", Attrs: []*field.Node{
					{Name: "button", JSON: "button", Kind: field.Object, Doc: "Shape of buttons.", Attrs: []*field.Node{
						{Name: "border_radius", JSON: "borderRadius", Kind: field.Object, Doc: "How round their corners are.", Attrs: buttonRadius},
					}},
				}},
			}},
			{Name: "branding_visibility", JSON: "brandingVisibility", Kind: field.Object, Doc: "Where parts of the brand are not shown. Without it they are shown everywhere.", Attrs: []*field.Node{
				visibility("header_logo", "headerLogo", "The logo at the top."),
				visibility("powered_by", "poweredBy", "The words that say that Spotnana is behind it."),
			}},
		}},
	}
})

func visibility(name, json, doc string) *field.Node {
	return &field.Node{Name: name, JSON: json, Kind: field.Object, Doc: doc, Attrs: []*field.Node{
		{Name: "hide_on_web", JSON: "hideOnWeb", Kind: field.Bool, Doc: "Whether web pages do not show it. Mails do all the same."},
	}}
}

var whiteLabelColors = []*field.Node{
	{Name: "primary", JSON: "primary", Doc: "The primary color, as `#D33B47`."},
	{Name: "primary_dark", JSON: "primaryDark", Doc: "Its dark shade: that of the primary color."},
	{Name: "primary_light", JSON: "primaryLight", Doc: "Its light shade: that of the primary color."},
	{Name: "primary_pale", JSON: "primaryPale", Doc: "Its pale shade: that of the primary color."},
	{Name: "on_primary", JSON: "onPrimary", Doc: "Color of what stands on the primary color."},
	{Name: "secondary", JSON: "secondary", Doc: "The secondary color, as `#D33B47`."},
	{Name: "secondary_dark", JSON: "secondaryDark", Doc: "Its dark shade: that of the secondary color."},
	{Name: "secondary_light", JSON: "secondaryLight", Doc: "Its light shade: that of the secondary color."},
	{Name: "secondary_pale", JSON: "secondaryPale", Doc: "Its pale shade: that of the secondary color."},
	{Name: "on_secondary", JSON: "onSecondary", Doc: "Color of what stands on the secondary color."},
	{Name: "error", JSON: "error", Doc: "The color of errors, as `#D33B47`."},
	{Name: "error_dark", JSON: "errorDark", Doc: "Its dark shade: that of the color of errors."},
	{Name: "error_light", JSON: "errorLight", Doc: "Its light shade: that of the color of errors."},
	{Name: "error_pale", JSON: "errorPale", Doc: "Its pale shade: that of the color of errors."},
	{Name: "on_error", JSON: "onError", Doc: "Color of what stands on the color of errors."},
}

var webLinks = []*field.Node{
	{Name: "logo_header", JSON: "logoHeader", Doc: "Address of the logo at the top of pages and mails."},
	{Name: "logo_footer", JSON: "logoFooter", Doc: "Address of the logo at their end."},
	{Name: "company_website_address", JSON: "companyWebsiteAddress", Doc: "Address of the company's own website."},
	{Name: "home_page", JSON: "homePage", Doc: "Address of the home page of the booking tool."},
	{Name: "itinerary_page", JSON: "itineraryPage", Doc: "Address of the page that shows a trip."},
	{Name: "disclaimer_page", JSON: "disclaimerPage", Doc: "Address of the disclaimer."},
	{Name: "privacy_page", JSON: "privacyPage", Doc: "Address of the privacy statement."},
	{Name: "hard_approval_url", JSON: "hardApprovalUrl", Doc: "Address of the page on which an approver decides."},
	{Name: "itinerary_flight_stats_url", JSON: "itineraryFlightStatsUrl", Doc: "Address of the page that shows the status of flights of a trip."},
	{Name: "app_embed_script_url", JSON: "appEmbedScriptUrl", Doc: "Address of a script that the booking tool loads."},
	{Name: "logo_navigation_link", JSON: "logoNavigationLink", Doc: "Address to which a click on the logo leads."},
	{Name: "illustration", JSON: "illustration", Doc: "Address of the picture on the login page."},
	{Name: "powered_by_spotnana", JSON: "poweredBySpotnana", Kind: field.Bool, Default: true, Doc: "Whether pages and mails say that Spotnana is behind them."},
	{Name: "logout_redirect_url", JSON: "logoutRedirectUrl", Doc: "Address to which a logout leads."},
	{Name: "favicon_url", JSON: "faviconUrl", Doc: "Address of the icon in the title of the browser."},
	{Name: "terms_of_use", JSON: "termsOfUse", Doc: "Address of the terms of use."},
	{Name: "illustration_action_url", JSON: "illustrationActionUrl", Doc: "Address to which a click on the picture of the login page leads."},
	{Name: "checkout_cover_image_url", JSON: "checkoutCoverImageUrl", Doc: "Address of the picture on the checkout page."},
	{Name: "post_cc_verification_callback_url", JSON: "postCcVerificationCallbackUrl", Doc: "Address that is called once a credit card was verified."},
	{Name: "loyalty_linked_image_url", JSON: "loyaltyLinkedImageUrl", Doc: "Address of the picture on the page that says that a loyalty account is linked."},
	{Name: "onboarding_finalize_image_url", JSON: "onboardingFinalizeImageUrl", Doc: "Address of the picture on the last page of the onboarding."},
	{Name: "invite_user_image_url", JSON: "inviteUserImageUrl", Doc: "Address of the picture on the page that invites users."},
	{Name: "take_action_path", JSON: "takeActionPath", Doc: "Complete address to which the button of mails to arrangers leads that asks them to act."},
	{Name: "book_my_trip_path", JSON: "bookMyTripPath", Doc: "Complete address to which the button of invitations to events leads that begins a booking."},
	{Name: "view_event_details_path", JSON: "viewEventDetailsPath", Doc: "Complete address to which the button of invitations to events leads that shows the event."},
	{Name: "app_download_links", JSON: "appDownloadLinks", Kind: field.Object, Doc: "Where the app is found.", Attrs: []*field.Node{
		{Name: "android_play_store_url", JSON: "androidPlayStoreUrl", Doc: "Address of the app for Android."},
		{Name: "ios_app_store_url", JSON: "iosAppStoreUrl", Doc: "Address of the app for iOS."},
		{Name: "qr_code_url", JSON: "qrCodeUrl", Doc: "Address of a QR code for the download."},
	}},
	{Name: "social_media_links", JSON: "socialMediaLinks", Kind: field.Object, Doc: "Where the company is found in social media.", Attrs: []*field.Node{
		{Name: "facebook_url", JSON: "facebookUrl", Doc: "Address at Facebook."},
		{Name: "twitter_url", JSON: "twitterUrl", Doc: "Address at Twitter."},
		{Name: "instagram_url", JSON: "instagramUrl", Doc: "Address at Instagram."},
	}},
}

var themeColors = []*field.Node{
	{Name: "bg", JSON: "bg", Kind: field.Object, Doc: "Backgrounds.", Attrs: []*field.Node{
		{Name: "surface", JSON: "surface", Doc: "Color of backgrounds: of the page."},
		{Name: "surface_02", JSON: "surface02", Doc: "Color of backgrounds: of areas on the page."},
		{Name: "brand", JSON: "brand", Doc: "Color of backgrounds: in the color of the brand."},
		{Name: "brand_subtle", JSON: "brandSubtle", Doc: "Color of backgrounds: in a faint color of the brand."},
		{Name: "brand_hover", JSON: "brandHover", Doc: "Color of backgrounds: in the color of the brand, under the pointer."},
	}},
	{Name: "text", JSON: "text", Kind: field.Object, Doc: "Text.", Attrs: []*field.Node{
		{Name: "primary", JSON: "primary", Doc: "Color of text: the usual one."},
		{Name: "secondary", JSON: "secondary", Doc: "Color of text: that of minor importance."},
		{Name: "brand", JSON: "brand", Doc: "Color of text: in the color of the brand."},
		{Name: "link", JSON: "link", Doc: "Color of text: of links."},
	}},
	{Name: "border", JSON: "border", Kind: field.Object, Doc: "Borders.", Attrs: []*field.Node{
		{Name: "light", JSON: "light", Doc: "Color of borders: light ones."},
		{Name: "medium", JSON: "medium", Doc: "Color of borders: medium ones."},
		{Name: "dark", JSON: "dark", Doc: "Color of borders: dark ones."},
		{Name: "brand", JSON: "brand", Doc: "Color of borders: in the color of the brand."},
		{Name: "brand_subtle", JSON: "brandSubtle", Doc: "Color of borders: in a faint color of the brand."},
		{Name: "hover", JSON: "hover", Doc: "Color of borders: under the pointer."},
	}},
	{Name: "icon", JSON: "icon", Kind: field.Object, Doc: "Icons.", Attrs: []*field.Node{
		{Name: "brand", JSON: "brand", Doc: "Color of icons: in the color of the brand."},
	}},
}

var buttonRadius = []*field.Node{
	{Name: "small", JSON: "small", Doc: "Radius of the corners, as `4px`: of small buttons."},
	{Name: "medium", JSON: "medium", Doc: "Radius of the corners, as `4px`: of medium ones."},
	{Name: "large", JSON: "large", Doc: "Radius of the corners, as `4px`: of large ones."},
}

var whiteLabelConfig = &endpoint.Settings{Name: "white_label_config", Tree: WhiteLabelConfigTree, Path: "/v2/companies/{company_id}/white-label-config"}

var (
	// NewWhiteLabelConfig is the resource spotnana_white_label_config.
	NewWhiteLabelConfig = whiteLabelConfig.Resource("How the booking tool and its mails look and what they are called: the brand of a company. There is one such object for each role of a company: " +
		"a create takes it over, and what the configuration leaves out stays. A destroy deletes all of it, with which the brand is that of Spotnana.")
	// NewWhiteLabelConfigData is the data source spotnana_white_label_config.
	NewWhiteLabelConfigData = whiteLabelConfig.Data("How the booking tool and its mails look and what they are called, without secrets. Where nobody set anything, all values are null.")
)
