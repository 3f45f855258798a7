// SPDX-License-Identifier: MIT
#include "app/cli/passphrase.h"

#include "app/cli/prompt.h"
#include "core/secrets/secretfile.h"

#include <QCoreApplication>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longest = 4096;

struct PassphraseText
{
    Q_DECLARE_TR_FUNCTIONS(Passphrase)
};

// Less the line's end, which belongs to the file or to the key that was pressed.
SecretString lineOf(QByteArray text)
{
    const qsizetype end = text.indexOf('\n');
    QByteArray line(text.constData(), end < 0 ? text.size() : end);
    if (line.endsWith('\r'))
        line.chop(1);
    wipe(text);
    return SecretString(std::move(line));
}

Async<SecretString> typed(Terminal &terminal, QString question, Context context)
{
    Result<QByteArray> line = co_await askHidden(terminal, question, context);
    if (!line)
        co_return line.error();
    co_return lineOf(std::move(*line));
}

} // namespace

Async<SecretString> passphrase(Terminal &terminal, SealedTokenStore::For what, Context context)
{
    if (const QString file = qEnvironmentVariable("PUNCHCARD_PASSPHRASE_FILE"); !file.isEmpty()) {
        Result<QByteArray> text = readSecretFile(file, longest);
        if (!text)
            co_return text.error();
        co_return lineOf(std::move(*text));
    }
    if (!canAsk())
        co_return cancelledError();
    if (what == SealedTokenStore::For::Opening)
        co_return co_await typed(terminal, PassphraseText::tr("Passphrase of the sealed tokens; it is not shown:"), context);
    const Result<SecretString> first
        = co_await typed(terminal, PassphraseText::tr("A passphrase for a file that holds the tokens; it is not shown:"), context);
    if (!first)
        co_return first;
    const Result<SecretString> second = co_await typed(terminal, PassphraseText::tr("Once more:"), context);
    if (!second)
        co_return second;
    if (first->bytes() != second->bytes()) {
        co_return Error{.kind = Error::Kind::Refused,
                        .what = PassphraseText::tr("The two passphrases differ."),
                        .remedy = PassphraseText::tr("Try again.")};
    }
    co_return first;
}

} // namespace punchcard::cli
