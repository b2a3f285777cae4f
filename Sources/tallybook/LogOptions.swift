import ArgumentParser
import Logging
import Web

/// Options for the log on standard error.
struct LogOptions: ParsableArguments {
  @Option(help: "Log format on standard error: text, or json (one object per line). [TALLYBOOK_LOG_FORMAT]")
  var logFormat = LineLogHandler.Format.text

  @Option(
    help:
      "Minimum log level: debug, info (a line per request), notice, warning, error. [TALLYBOOK_LOG_LEVEL]"
  )
  var logLevel = Level.info

  enum Level: String, CaseIterable, ExpressibleByArgument {
    case debug, info, notice, warning, error
  }

  func logger() throws -> Logger {
    let (format, level) = (logFormat, Logger.Level(rawValue: logLevel.rawValue) ?? .info)
    var logger = Logger(label: "tallybook") { _ in LineLogHandler(format) }
    logger.logLevel = level
    return logger
  }
}

extension LineLogHandler.Format: ExpressibleByArgument {}
