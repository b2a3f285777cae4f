import DatabaseAccess

extension StorageError {
  /// By SQLSTATE (PostgreSQL manual, appendix A).
  /// - Parameter isWanted: false if we cancelled the statement.
  static func postgres(state: String, _ message: String, isBroken: Bool, isWanted: Bool) -> StorageError {
    switch (state, state.prefix(2)) {
    case ("57014", _): isWanted ? .busy(message) : .interrupted
    case ("53100", _): .full(message)
    case (_, "58"): .inputOutput(message)
    case (_, "40"), (_, "53"), (_, "55"), (_, "57"), (_, "08"): .busy(message)
    case (_, "23"): .constraint(message)
    default: isBroken ? .busy(message) : .failed(message)
    }
  }
}
