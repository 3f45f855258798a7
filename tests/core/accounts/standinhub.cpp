// SPDX-License-Identifier: MIT
// Stands in for punchcard-hub where only its start matters: takes the lock, listens, says where. STANDIN_HUB: "dies"
// (after a word in its log), "silent" (never says where). Ends when its folder goes away, or after a minute.
#include "core/accounts/hubaddress.h"
#include "core/base/files.h"
#include "core/base/home.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileSystemWatcher>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>
#include <QTcpServer>
#include <QTimer>

#include <cstdio>

using namespace punchcard;
using namespace Qt::StringLiterals;

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    // The test may be over: its folder is not made again.
    if (!QFile::exists(qEnvironmentVariable("PUNCHCARD_HOME") + u"/hub"_s))
        return 1;
    const Result<Home> home = Home::open();
    if (!home)
        return 1;
    const QString folder = home->hubFolder();
    QFile starts(folder + u"/starts"_s);
    if (!starts.open(QIODevice::WriteOnly | QIODevice::Append) || starts.write("x") != 1)
        return 1;
    starts.close();

    const QByteArray mode = qgetenv("STANDIN_HUB");
    if (mode == "dies") {
        std::fprintf(stderr, "first line\nno room for a hub\n");
        return 1;
    }
    QLockFile lock(hubLockFile(folder));
    lock.setStaleLockTime(0);
    if (!lock.tryLock(2000))
        return 0;
    QTcpServer api;
    QTcpServer blobs;
    if (!api.listen(QHostAddress(u"127.0.0.1"_s)) || !blobs.listen(QHostAddress(u"127.0.0.2"_s)))
        return 1;
    const QJsonObject json{{u"api"_s, u"http://127.0.0.1:%1/"_s.arg(api.serverPort())},
                           {u"blobs"_s, u"http://127.0.0.2:%1/"_s.arg(blobs.serverPort())},
                           {u"token"_s, u"standin-token"_s},
                           {u"pid"_s, QCoreApplication::applicationPid()}};
    if (mode != "silent") {
        if (!writePrivateFile(hubAddressFile(folder), QJsonDocument(json).toJson()))
            return 1;
    }
    // The folder above tells: that one itself goes is kept from its watchers while our log in it is open.
    const auto leaveWithTheFolder = [&folder] {
        if (!QFile::exists(folder))
            QCoreApplication::quit();
    };
    QFileSystemWatcher watcher({home->data});
    QObject::connect(&watcher, &QFileSystemWatcher::directoryChanged, &app, leaveWithTheFolder);
    QTimer::singleShot(0, &app, leaveWithTheFolder);
    QTimer::singleShot(std::chrono::minutes(1), &app, &QCoreApplication::quit);
    return QCoreApplication::exec();
}
