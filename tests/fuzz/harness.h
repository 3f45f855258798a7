// SPDX-License-Identifier: MIT
// tests/fuzz: one file for each kind of bytes that strangers write. Each says what must hold whatever they are; libFuzzer
// looks for bytes with which it does not, and for what the sanitizers find.
#pragma once

#include <QByteArray>
#include <QString>

namespace punchcard::fuzz {

/// Ends the program, so that libFuzzer keeps the input that led here.
void require(bool holds, const char *what);

/// A folder that goes with the program, and in memory where the system has one.
[[nodiscard]] QString folder();

/// Writes @p content to a file of that name in folder(), and gives its path.
QString file(const char *name, QByteArrayView content);

/// Takes a number off the end of @p input, so that what comes before it stays what it was when the number changes.
[[nodiscard]] unsigned char takeByte(QByteArrayView &input);

} // namespace punchcard::fuzz
