#!/bin/sh
tar -C / -cf /var/backups/etc.tar etc
