import ArgumentParser
import Foundation
import Records
import SingleSignOn

/// Options for single sign-on, which is off without an issuer.
struct SingleSignOnOptions: ParsableArguments {
  @Option(help: "Issuer URL (https://…) of the OpenID Connect provider for single sign-on. [TALLYBOOK_OIDC_ISSUER]")
  var oidcIssuer: String?

  @Option(help: "Client ID of Tallybook at the provider. [TALLYBOOK_OIDC_CLIENT_ID]")
  var oidcClientID: String?

  @Option(
    help:
      "File with the client secret from the provider; or set the secret itself in TALLYBOOK_OIDC_CLIENT_SECRET. [TALLYBOOK_OIDC_CLIENT_SECRET_FILE]"
  )
  var oidcClientSecretFile: String?

  @Option(help: "Whether to create accounts for unknown people who sign in: true or false. [TALLYBOOK_OIDC_PROVISION]")
  var oidcProvision = "false"

  @Option(help: "Name on the sign-in button, such as the company's. [TALLYBOOK_OIDC_LABEL]")
  var oidcLabel: String?

  @Option(
    help:
      "Whether to accept email addresses that the provider does not mark as verified, for example with Entra ID: true or false. [TALLYBOOK_OIDC_TRUST_EMAIL]"
  )
  var oidcTrustEmail = "false"

  /// - Returns: nil without a provider.
  func settings() throws -> SingleSignOnSettings? {
    guard let issuer = oidcIssuer else { return nil }
    var settings = SingleSignOnSettings(
      issuer: issuer, clientID: oidcClientID ?? "",
      clientSecret: try secret())
    settings.provisions = try PlatformOptions.flag("--oidc-provision", oidcProvision)
    settings.trustsEmail = try PlatformOptions.flag("--oidc-trust-email", oidcTrustEmail)
    settings.label = oidcLabel
    do { try settings.check() } catch { throw ValidationError("--oidc-issuer: \(error)") }
    return settings
  }

  /// From a file or a variable, since all users of the machine can see arguments.
  private func secret() throws -> String? {
    guard let file = oidcClientSecretFile else {
      return Environment.text("TALLYBOOK_OIDC_CLIENT_SECRET")
    }
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
      throw ValidationError("--oidc-client-secret-file \(file) cannot be read.")
    }
    return text.asciiTrimmed
  }
}
