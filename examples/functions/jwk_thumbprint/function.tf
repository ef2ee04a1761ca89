# Compare the key that a partner sent with the thumbprint that they read out on the phone.
output "thumbprint" {
  value = provider::spotnana::jwk_thumbprint(file("partner.jwk.json"))
}
