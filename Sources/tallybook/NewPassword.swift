import Access
import ArgumentParser
import DatabaseAccess
import Foundation
import Jobs

/// A password set by a command.
struct NewPassword: Sendable {
  private let text: String

  /// From a prompt or a line of standard input, since all users of the machine can see arguments.
  static func read() -> NewPassword { NewPassword(text: typed()) }

  /// Exits if the user must not have this password.
  func check(_ owner: PasswordOwner) async {
    guard let fault = await Password.fault(text, again: text, of: owner) else { return }
    ExitError.exit(.dataError, "\(Self.words(fault)) Nothing was changed.")
  }

  private static func words(_ fault: Password.Fault) -> String {
    switch fault {
    case .short: "A password needs at least \(Password.minimumLength) characters."
    case .long: "A password has at most \(Password.maximumLength) bytes."
    case .differs: "The two passwords differ."
    case .common: "This password is easy to guess: many people use it or one like it. Use several unrelated words."
    case .own: "This password is easy to guess: it consists of the user's own name or address."
    }
  }

  private static func typed() -> String {
    guard isatty(FileHandle.standardInput.fileDescriptor) == 1 else { return readLine() ?? "" }
    guard let typed = getpass("Password: ") else { return "" }
    return String(cString: typed)
  }

  func hash() async -> String { await Password.hash(text) }

  static func set(_ hash: String, of user: Int, now: Int, _ session: any SQLSession) throws {
    // The email waits for a server with mail, for at most a week.
    if try SignIn.hasPassword(user, session) { try EmailNotification.add(.password, to: user, now: now, session) }
    try SignIn.setPassword(hash: hash, user: user, now: now, session)
    try Audit.note("password.set", by: nil, subject: user, filters: "way=command", at: now, session)
  }
}
