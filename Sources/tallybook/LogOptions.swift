import ArgumentParser
import Logging
import Web

/// What is told on standard error while serving, and how.
struct LogOptions: ParsableArguments {
  @Option(help: "How the log is written, on standard error: text, or json (an object a line). [TALLYBOOK_LOG_FORMAT]")
  var logFormat = LogLines.Format.text

  @Option(
    help:
      "The least important level that is told: debug, info (a line for each request), notice, warning, error. [TALLYBOOK_LOG_LEVEL]"
  )
  var logLevel = Level.info

  enum Level: String, CaseIterable, ExpressibleByArgument {
    case debug, info, notice, warning, error
  }

  func logger() throws -> Logger {
    let (format, level) = (logFormat, Logger.Level(rawValue: logLevel.rawValue) ?? .info)
    var logger = Logger(label: "tallybook") { _ in LogLines(format) }
    logger.logLevel = level
    return logger
  }
}

extension LogLines.Format: ExpressibleByArgument {}
