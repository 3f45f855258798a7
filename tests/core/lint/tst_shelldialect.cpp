// SPDX-License-Identifier: MIT
#include "core/lint/shelldialect.h"

#include "tests/support/testmain.h"

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstShellDialect : public QObject
{
    Q_OBJECT

private slots:
    void dialect_data();
    void dialect();
};

void TstShellDialect::dialect_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("expected");
    QTest::newRow("bash") << u"#!/bin/bash\nls"_s << u"x"_s << u"bash"_s;
    QTest::newRow("with options") << u"#!/bin/bash -eu"_s << u"x.py"_s << u"bash"_s;
    QTest::newRow("env") << u"#!/usr/bin/env bash"_s << QString() << u"bash"_s;
    QTest::newRow("env -S") << u"#!/usr/bin/env -S A=1 bash -x"_s << QString() << u"bash"_s;
    QTest::newRow("sh") << u"#! /bin/sh"_s << QString() << u"sh"_s;
    QTest::newRow("ash") << u"#!/bin/ash"_s << QString() << u"busybox"_s;
    QTest::newRow("busybox") << u"#!/bin/busybox sh"_s << QString() << u"busybox"_s;
    QTest::newRow("python") << u"#!/usr/bin/python3"_s << u"x.sh"_s << QString();
    QTest::newRow("zsh") << u"#!/bin/zsh"_s << u"x.sh"_s << QString();
    QTest::newRow("bashful") << u"#!/bin/bashful"_s << u"x.sh"_s << QString();
    // Without a first line that says it, Bash is what runs it.
    QTest::newRow("by name") << u"ls"_s << u"x.sh"_s << u"bash"_s;
    QTest::newRow("upper case") << u"ls"_s << u"X.SH"_s << u"bash"_s;
    QTest::newRow("no suffix") << u"ls"_s << u"job"_s << u"bash"_s;
    QTest::newRow("nothing") << QString() << QString() << u"bash"_s;
    QTest::newRow("ksh") << u"ls"_s << u"x.ksh"_s << u"ksh"_s;
    QTest::newRow("other suffix") << u"print(1)"_s << u"x.py"_s << QString();
}

void TstShellDialect::dialect()
{
    QFETCH(const QString, text);
    QFETCH(const QString, name);
    QFETCH(const QString, expected);
    QCOMPARE(shellDialect(text, name).value_or(QString()), expected);
}

PUNCHCARD_TEST(TstShellDialect, tst_shelldialect)
#include "tst_shelldialect.moc"
