import ArgumentParser
import Foundation
import Intake
import Reports

/// Exits with a message on standard error and an exit status of sysexits.h.
enum ExitError {
  /// Exits with 65 (EX_DATAERR) if the input data is invalid.
  static func onData<T>(_ body: () throws -> T) throws -> T {
    do { return try body() } catch let rejection as Rejection { exit(.dataError, rejection.description) }
  }

  /// Reports an invalid filter as a usage error.
  static func onUsage<T>(_ body: () throws -> T) throws -> T {
    do { return try body() } catch let filter as BadFilter { throw ValidationError("--\(filter.description)") }
  }

  static func exit(_ status: ExitCode, _ words: String) -> Never {
    FileHandle.standardError.write(Data((words + "\n").utf8))
    Foundation.exit(status.rawValue)
  }
}

extension ExitCode {
  /// EX_DATAERR.
  static let dataError = ExitCode(65)
  /// EX_NOINPUT.
  static let noInput = ExitCode(66)
  /// EX_NOUSER.
  static let noUser = ExitCode(67)
  /// EX_SOFTWARE: a bug.
  static let software = ExitCode(70)
  /// EX_UNAVAILABLE.
  static let unavailable = ExitCode(69)
  /// EX_CANTCREAT.
  static let cannotCreate = ExitCode(73)
  /// EX_IOERR.
  static let inputOutput = ExitCode(74)
  /// EX_TEMPFAIL.
  static let temporary = ExitCode(75)
  /// EX_CONFIG.
  static let configuration = ExitCode(78)
  /// EX_NOPERM.
  static let noPermission = ExitCode(77)
}
