// SPDX-License-Identifier: MIT
#include "tests/fuzz/harness.h"

#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>

#include <cstdio>
#include <cstdlib>

namespace punchcard::fuzz {

using namespace Qt::StringLiterals;

void require(bool holds, const char *what)
{
    if (holds)
        return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

QString folder()
{
    static const QTemporaryDir folder(u"/tmp/punchcard-fuzz-XXXXXX"_s);
    require(folder.isValid(), "there is a folder for files");
    return folder.path();
}

QString file(const char *name, QByteArrayView content)
{
    const QString path = folder() + u'/' + QLatin1StringView(name);
    QFile file(path);
    require(file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(content.data(), content.size()) == content.size(),
            "a file can be written");
    return path;
}

unsigned char takeByte(QByteArrayView &input)
{
    if (input.isEmpty())
        return 0;
    const auto byte = static_cast<unsigned char>(input.back());
    input.chop(1);
    return byte;
}

} // namespace punchcard::fuzz

extern "C" int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static const QCoreApplication application(*argc, *argv);
    // What is warned of a million times hides what is found.
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &) { });
    return 0;
}
