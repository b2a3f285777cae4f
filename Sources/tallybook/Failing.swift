import ArgumentParser
import Foundation
import Intake

/// Ends the program with words on standard error and an exit status of sysexits.h.
enum Failing {
  /// 65 (EX_DATAERR): the data that was handed over is wrong.
  static func onData<T>(_ body: () throws -> T) throws -> T {
    do { return try body() } catch let rejection as Rejection { exit(.dataError, rejection.description) }
  }

  static func exit(_ status: ExitCode, _ words: String) -> Never {
    FileHandle.standardError.write(Data((words + "\n").utf8))
    Foundation.exit(status.rawValue)
  }
}

extension ExitCode {
  /// EX_DATAERR.
  static let dataError = ExitCode(65)
  /// EX_NOUSER.
  static let noUser = ExitCode(67)
  /// EX_UNAVAILABLE.
  static let unavailable = ExitCode(69)
  /// EX_CANTCREAT.
  static let cannotCreate = ExitCode(73)
  /// EX_TEMPFAIL.
  static let temporary = ExitCode(75)
  /// EX_NOPERM.
  static let noPermission = ExitCode(77)
}
