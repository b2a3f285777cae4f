import ArgumentParser
import Foundation
import Mail
import Records
import Web

/// Options for mail. The password is in a file or a variable, since all users of the machine can see options.
struct MailOptions: ParsableArguments {
  @Option(
    help: """
      How to send mail: smtp://USER@HOST:587 (STARTTLS) or smtps://…, with ?tls=none for a server on this machine, \
      ?timeout=SECONDS, ?ca=FILE; or folder:PATH to write messages into a folder. By default, no mail is sent. [TALLYBOOK_MAIL]
      """)
  var mail: String?

  @Option(help: "Sender of mail, such as \"Tallybook <stats@example.com>\". [TALLYBOOK_MAIL_FROM]")
  var mailFrom: String?

  @Option(
    help:
      "File with the password of the mail server's user; or set the password itself in TALLYBOOK_MAIL_PASSWORD. [TALLYBOOK_MAIL_PASSWORD_FILE]",
    completion: .file())
  var mailPasswordFile: String?

  /// The folder into which emails are written, if any.
  var folder: String? {
    guard let mail, mail.utf8.starts(with: "folder:".utf8) else { return nil }
    return String(mail.dropFirst("folder:".count))
  }

  /// - Returns: nil if no mail is sent.
  func sending() throws -> SiteSettings.Mail? {
    guard let mail else { return nil }
    let route: MailRoute
    do { route = try MailRoute(mail, password: try password()) } catch let bad as MailRoute.BadSetting {
      throw ValidationError("--mail \(bad.description)")
    }
    let sender =
      mailFrom ?? "Tallybook <tallybook@\(ProcessInfo.processInfo.hostName)>"
    guard let address = MailAddress(parsing: sender) else {
      throw ValidationError("--mail-from \(sender) is not a sender. Use for example Tallybook <stats@example.com>.")
    }
    return SiteSettings.Mail(mailer: route.mailer, sender: address)
  }

  private func password() throws -> String? {
    guard let file = mailPasswordFile else {
      return Environment.text("TALLYBOOK_MAIL_PASSWORD")
    }
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
      throw ValidationError("--mail-password-file \(file) cannot be read.")
    }
    return text.splitBytes(at: "\n", keepsEmpty: true).first?.splitBytes(at: "\r", keepsEmpty: true).first
  }
}
