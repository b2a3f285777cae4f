import ArgumentParser
import Foundation
import Records
import SingleSignOn

/// Signing in with the account of one's company. Without an issuer there is none.
struct SingleSignOnOptions: ParsableArguments {
  @Option(help: "Issuer of an OpenID Connect provider, https://…, at which people may sign in. [TALLYBOOK_OIDC_ISSUER]")
  var oidcIssuer: String?

  @Option(help: "What Tallybook is called at the provider. [TALLYBOOK_OIDC_CLIENT_ID]")
  var oidcClientID: String?

  @Option(
    help:
      "A file with the secret that the provider has given out; or the secret itself in TALLYBOOK_OIDC_CLIENT_SECRET. [TALLYBOOK_OIDC_CLIENT_SECRET_FILE]"
  )
  var oidcClientSecretFile: String?

  @Option(help: "Whether people who are unknown here become users: true or false. [TALLYBOOK_OIDC_PROVISION]")
  var oidcProvision = "false"

  @Option(help: "The name on the button, such as the company's. [TALLYBOOK_OIDC_LABEL]")
  var oidcLabel: String?

  @Option(
    help:
      "Whether e-mail addresses count that the provider does not say to be verified, as Entra ID: true or false. [TALLYBOOK_OIDC_TRUST_EMAIL]"
  )
  var oidcTrustEmail = "false"

  /// - Returns: nil if there is no provider.
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

  /// Not an argument: those are seen by everybody on the machine.
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
