import Accounts
import ArgumentParser
import DatabaseAccess
import Records
import Store

extension UserCommand {
  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Create a user without groups and roles.",
      discussion: "Give the user groups and roles on the user's page, or by importing memberships.")

    @OptionGroup var options: StoreOptions
    @Option(help: "First name; derived from the address by default.") var firstName: String?
    @Option(help: "Last name; derived from the address by default.") var lastName: String?
    @Argument(help: "The user's email address.") var email: String

    func run() async throws {
      let name = PersonName(first: firstName, last: lastName, address: email, fallback: "User")
      let now = StoreOptions.machineClock()
      let id = try await options.change { [email] in try UserAccount.create(email, name, now: now, $0) }
      print("Created the user \(email) (id \(id)).")
      print("Next: tallybook user password \(email.shellQuoted)\(options.asArgument)")
    }
  }

  struct Delete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Delete a user: memberships, sessions, tokens and links end; the user's statistics are kept.",
      discussion: "`tallybook user restore` undoes it, except for memberships, roles and managers.")

    @OptionGroup var options: StoreOptions
    @Argument(help: "The user's email address or id.") var user: String

    func run() async throws {
      let account = try await options.account(user, isDeleted: false)
      let now = StoreOptions.machineClock()
      try await options.change { try account.delete(now: now, $0) }
      print("Deleted the user \(account.email) (id \(account.id)).")
    }
  }

  struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Restore a deleted user, without memberships, roles and managers.")

    @OptionGroup var options: StoreOptions
    @Argument(help: "The user's email address or id.") var user: String

    func run() async throws {
      let account = try await options.account(user, isDeleted: true)
      let now = StoreOptions.machineClock()
      try await options.change { try account.restore(now: now, $0) }
      print("Restored the user \(account.email) (id \(account.id)).")
    }
  }
}

extension StoreOptions {
  /// The only user with this address or id; exits if there is none, or if there are several.
  fileprivate func account(_ name: String, isDeleted: Bool) async throws -> UserAccount {
    let found = try await store.open().read { try UserAccount.all(name, $0) }.filter { $0.isDeleted == isDeleted }
    let state = isDeleted ? "deleted" : "current"
    if found.count > 1 {
      let ids = found.map(\.id).joined(separator: ", ")
      ExitError.exit(.dataError, "Several \(state) users are named \(name). Give one of their ids: \(ids).")
    }
    guard let account = found.first else { ExitError.exit(.noUser, "No \(state) user has the address or id \(name).") }
    return account
  }

  /// Writes; exits with the reasons if the records are invalid.
  fileprivate func change<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
    let faults: [FieldError]
    do { return try await store.open().write(body) } catch let fault as FieldError {
      faults = [fault]
    } catch let errors as ValidationErrors {
      faults = errors.first.map(\.fault)
    }
    let reasons = faults.map { "\($0.field) “\($0.value)” \($0.reason)." }
    ExitError.exit(.dataError, (reasons + ["Nothing was changed."]).joined(separator: "\n"))
  }
}
