// SPDX-License-Identifier: MIT
#include "core/base/diagnostics.h"

#include "core/base/secretstring.h"

#include <QDateTime>
#include <QFile>
#include <QMutex>
#include <QRegularExpression>

#include <cstdio>
#include <memory>

namespace punchcard::diagnostics {
namespace {

using namespace Qt::StringLiterals;

constexpr qint64 fileLimit = 1 << 20;
constexpr int fileCount = 4;

// Several processes of one home append to the same ring; whoever finds the file full turns it.
class Ring
{
public:
    Ring(QString folder, bool verbose)
        : m_folder(std::move(folder))
        , m_verbose(verbose)
    {
    }

    void write(const QByteArray &line)
    {
        const QMutexLocker lock(&m_mutex);
        if (m_verbose)
            std::fwrite(line.constData(), 1, size_t(line.size()), stderr);
        if (!m_file.isOpen() && !reopen())
            return;
        if (m_file.size() + line.size() > fileLimit)
            turn();
        m_file.write(line);
        m_file.flush();
    }

private:
    [[nodiscard]] QString path(int number) const { return m_folder + u"/diagnostics.%1.log"_s.arg(number); }

    bool reopen()
    {
        m_file.setFileName(path(0));
        return m_file.open(QIODevice::WriteOnly | QIODevice::Append, QFile::ReadOwner | QFile::WriteOwner);
    }

    void turn()
    {
        m_file.close();
        QFile::remove(path(fileCount - 1));
        for (int i = fileCount - 2; i >= 0; --i)
            QFile::rename(path(i), path(i + 1));
        reopen();
    }

    QMutex m_mutex;
    QString m_folder;
    bool m_verbose;
    QFile m_file;
};

// Never destroyed before the process ends: a message may come from any thread at any time.
std::shared_ptr<Ring> &ring()
{
    static auto *const pointer = new std::shared_ptr<Ring>;
    return *pointer;
}

QtMessageHandler &previousHandler()
{
    static QtMessageHandler handler = nullptr;
    return handler;
}

// What a server or a script said must not look like a line of ours, nor command the terminal of --verbose.
QString inOneLine(const QString &text)
{
    QString line;
    line.reserve(text.size());
    for (const QChar c : text) {
        const char16_t u = c.unicode();
        const bool isControl = u < 0x20 || (u >= 0x7F && u < 0xA0) || (u >= 0x2028 && u <= 0x202E) || (u >= 0x2066 && u <= 0x2069);
        if (isControl)
            line += u"‹U+%1›"_s.arg(u, 4, 16, QChar(u'0')).toUpper();
        else
            line += c;
    }
    return line;
}

void handle(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    static const char letters[] = {'D', 'W', 'C', 'F', 'I'};
    const QByteArray category = context.category ? QByteArray(context.category) : QByteArray("default");
    const QByteArray line = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toLatin1() + ' ' + letters[type] + ' ' + category
        + ' ' + inOneLine(scrubbed(text)).toUtf8() + '\n';
    if (ring())
        ring()->write(line);
    const bool ours = category.startsWith("punchcard");
    if (!ours && type != QtDebugMsg && type != QtInfoMsg && previousHandler())
        previousHandler()(type, context, scrubbed(text));
    if (type == QtFatalMsg)
        std::abort();
}

} // namespace

void start(const QString &folder, bool verbose)
{
    ring() = std::make_shared<Ring>(folder, verbose);
    QLoggingCategory::setFilterRules(u"punchcard.*=true\nqt.*.debug=false"_s);
    const QtMessageHandler before = qInstallMessageHandler(handle);
    if (before != handle)
        previousHandler() = before;
}

QString scrubbed(const QString &text)
{
    static const QRegularExpression header(u"\\b((?:proxy-)?authorization|cookie|set-cookie)\\s*[:=]\\s*[^\\r\\n]*"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression query(u"(\\bhttps?://[^\\s?\"'<>]*)\\?[^\\s\"'<>]*"_s, QRegularExpression::CaseInsensitiveOption);
    // What a token of GitHub looks like, for one that never was a SecretString here.
    static const QRegularExpression token(u"\\b(gh[pousr]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{20,})"_s);
    QString clean = QString::fromUtf8(withoutSecrets(text.toUtf8()));
    clean.replace(header, u"\\1: ***"_s);
    clean.replace(query, u"\\1?***"_s);
    clean.replace(token, u"***"_s);
    return clean;
}

void stop()
{
    qInstallMessageHandler(previousHandler());
    ring().reset();
}

} // namespace punchcard::diagnostics
