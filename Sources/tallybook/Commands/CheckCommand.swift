import ArgumentParser
import DatabaseAccess
import Foundation
import Mail
import SingleSignOn
import Web

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check the settings, the store, mail and single sign-on.",
    discussion: """
      Prints a line per check: ok, note, or problem with what to do about it. Nothing is changed; a test email is sent only \
      with --mail-to. The exit status is 0, or that of the first problem.
      """)

  @OptionGroup var options: StoreOptions
  @OptionGroup var platform: PlatformOptions
  @OptionGroup var singleSignOn: SingleSignOnOptions
  @OptionGroup var mail: MailOptions
  @OptionGroup var address: AddressOptions
  @OptionGroup var files: FilesOptions
  @Option(help: "Send a test email to this address.") var mailTo: String?

  func run() async throws {
    let (sending, provider) = (try mail.sending(), try singleSignOn.settings())
    guard mailTo == nil || sending != nil else { throw ValidationError("--mail-to needs a mail server: set --mail.") }
    let settings = SettingsCheck(
      options: options, platform: platform, address: address, files: files, hasMail: sending != nil,
      hasSingleSignOn: provider != nil)
    var findings = try settings.findings()
    findings += await StoreCheck(options: options).findings()
    findings += PrivacyCheck(
      options: options, files: files.folder(options), letters: mail.folder,
      secrets: [mail.mailPasswordFile, singleSignOn.oidcClientSecretFile].compactMap { $0 }
    ).findings()
    if let provider { findings.append(await Self.found(provider)) }
    findings.append(try await found(sending))
    for finding in findings { print(finding.text) }
    if let problem = findings.first(where: { $0.state == .problem }) { throw problem.status }
  }

  private static func found(_ settings: SingleSignOnSettings) async -> Finding {
    do { _ = try await IdentityProvider(settings).discover(now: StoreOptions.machineClock()) } catch {
      return .problem(
        "Single sign-on: \(error)", mend: "Check --oidc-issuer, and that this machine can reach it.", .unavailable)
    }
    let unknown = settings.provisions ? "get an account" : "are refused"
    return .good("Single sign-on at \(settings.issuer): the provider answers; unknown people \(unknown).")
  }

  private func found(_ sending: SiteSettings.Mail?) async throws -> Finding {
    guard let sending else { return .note("Mail: off; see --mail.") }
    guard let mailTo else { return .good("Mail: configured; --mail-to ADDRESS sends a test email.") }
    guard let to = MailAddress(mailTo) else {
      throw ValidationError("--mail-to \(mailTo) is not an email address. Use name@example.com.")
    }
    let message = MailMessage(
      from: sending.sender, to: to, subject: "Tallybook can send mail",
      text: "This is a test email, sent by `tallybook check`.\n",
      html: "<p>This is a test email, sent by <code>tallybook check</code>.</p>",
      date: StoreOptions.machineClock(), id: "check.\(UUID().uuidString)")
    do { try await sending.mailer.send(message) } catch let failure as MailFailure {
      return .problem(
        "Mail: \(failure.description)",
        mend: failure.isTemporary ? "Try again later, and check --mail." : "Check --mail-from and the address.",
        failure.isTemporary ? .temporary : .unavailable)
    }
    return .good("Mail: good; a test email was sent to \(mailTo).")
  }
}
