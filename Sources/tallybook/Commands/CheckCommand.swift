import ArgumentParser
import DatabaseAccess
import Foundation
import Mail
import SingleSignOn
import Web

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check the settings, the store and mail, and say what is wrong.")

  @OptionGroup var options: StoreOptions
  @OptionGroup var platform: PlatformOptions
  @OptionGroup var singleSignOn: SingleSignOnOptions
  @OptionGroup var mail: MailOptions
  @Option(help: "Send a test mail to this address.") var mailTo: String?

  func run() async throws {
    _ = try platform.site(now: try options.clock())
    let sending = try mail.sending()
    guard mailTo == nil || sending != nil else { throw ValidationError("--mail-to needs a mail server: set --mail.") }
    print("Settings: good (time zone \(platform.timeZone), dates \(platform.dateStyle)).")
    let database = try await options.open()
    let counts = try await database.read { session in
      try ["users", "groups", "courses", "attempts"].map {
        (name: $0, count: try session.number("SELECT count(*) FROM \(raw: $0)"))
      }
    }
    print("Store \(options.store): good (" + counts.map { "\($0.count) \($0.name)" }.joined(separator: ", ") + ").")
    try await checkSingleSignOn()
    let passwords = try await database.read { try $0.number("SELECT count(*) FROM passwords") }
    if passwords == 0 { print("Nobody can sign in yet: set a first password with `tallybook user password EMAIL`.") }
    guard let sending else { return print("Mail: none is sent; see --mail.") }
    if let mailTo {
      try await sendTest(to: mailTo, sending)
    } else {
      print("Mail: set; --mail-to ADDRESS sends a test.")
    }
  }

  private func sendTest(to text: String, _ sending: SiteSettings.Mail) async throws {
    guard let address = MailAddress(text) else { throw ValidationError("--mail-to \(text) is no e-mail address.") }
    let message = MailMessage(
      from: sending.sender, to: address, subject: "Tallybook can send mail",
      text: "This is the test mail that `tallybook check` was asked for.\n",
      html: "<p>This is the test mail that <code>tallybook check</code> was asked for.</p>",
      date: StoreOptions.machineClock(), id: "check.\(UUID().uuidString)")
    do {
      try await sending.mailer.send(message)
      print("Mail: good; a test mail is on its way to \(text).")
    } catch let failure as MailFailure {
      let advice = failure.isTemporary ? "Another try may succeed." : "It will not be taken as it is."
      Failing.exit(failure.isTemporary ? .temporary : .unavailable, "Mail: \(failure.description). \(advice)")
    }
  }

  private func checkSingleSignOn() async throws {
    guard let settings = try singleSignOn.settings() else { return }
    do {
      _ = try await IdentityProvider(settings).discover(now: StoreOptions.machineClock())
    } catch let error as SingleSignOnError {
      Failing.exit(.unavailable, "Single sign-on: \(error)")
    }
    let unknown = settings.provisions ? "become users" : "are refused"
    print("Single sign-on at \(settings.issuer): good (the provider answers; people who are unknown \(unknown)).")
  }
}
